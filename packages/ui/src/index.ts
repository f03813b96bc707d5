/** Shirube's design system: nothing in it knows a patient, a server or a router. */
export { type AlertTone, alertWord } from './clinical/alert-tone.ts';
export { type FindingCount, FindingSummary, type FindingSummaryProps } from './clinical/finding-summary.tsx';
export {
  type LabFlag,
  LabTrend,
  type LabTrendProps,
  type LabTrendRow,
  type LabValue,
} from './clinical/lab-trend.tsx';
export { Marker, type MarkerShape, markerShapes } from './clinical/marker.tsx';
export { type AlertFact, OrderAlert, type OrderAlertProps } from './clinical/order-alert.tsx';
export { OrderQuestion, type OrderQuestionProps } from './clinical/order-question.tsx';
export {
  type OrderDetails,
  OrderGroup,
  type OrderGroupProps,
  OrderRow,
  type OrderRowProps,
} from './clinical/order-row.tsx';
export {
  type BannerAllergies,
  type BannerAllergy,
  type BannerFact,
  PatientBanner,
  type PatientBannerProps,
} from './clinical/patient-banner.tsx';
export { type PatientTab, PatientTabs, type PatientTabsProps } from './clinical/patient-tabs.tsx';
export { ReceptionList, ReceptionRow, type ReceptionRowProps } from './clinical/reception-row.tsx';
export { SoapEditor, SoapRow, type SoapRowProps } from './clinical/soap-editor.tsx';
export { VisitCard, type VisitCardProps } from './clinical/visit-card.tsx';
export { Button, type ButtonProps } from './controls/button.tsx';
export {
  type ButtonLook,
  type ButtonSize,
  type ButtonVariant,
  buttonClass,
} from './controls/button-style.ts';
export { Checkbox, type CheckboxProps } from './controls/checkbox.tsx';
export { ChoiceGrid, type ChoiceGridProps, type GridChoice } from './controls/choice-grid.tsx';
export type { FieldTexts } from './controls/field.tsx';
export { LinkButton, type LinkButtonProps } from './controls/link-button.tsx';
export { ListButton, type ListButtonProps } from './controls/list-button.tsx';
export { NumberStepper, type NumberStepperProps } from './controls/number-stepper.tsx';
export {
  type Quantity,
  type QuantityProblem,
  type QuantityRule,
  readQuantity,
  stepQuantity,
} from './controls/quantity.ts';
export { type RadioCard, RadioCards, type RadioCardsProps } from './controls/radio-cards.tsx';
export { SearchField, type SearchFieldProps } from './controls/search-field.tsx';
export {
  SearchPicker,
  type SearchPickerItem,
  type SearchPickerProps,
  type SearchState,
} from './controls/search-picker.tsx';
export { type Segment, SegmentedControl, type SegmentedControlProps } from './controls/segmented-control.tsx';
export { Select, type SelectOption, type SelectProps } from './controls/select.tsx';
export { type TabItem, Tabs, type TabsProps } from './controls/tabs.tsx';
export { TextArea, type TextAreaProps } from './controls/text-area.tsx';
export { TextField, type TextFieldProps } from './controls/text-field.tsx';
export {
  type TextScale,
  TextScaleControl,
  type TextScaleControlProps,
} from './controls/text-scale-control.tsx';
export { ToggleButton, type ToggleButtonProps } from './controls/toggle-button.tsx';
export { EmptyState, type EmptyStateProps } from './feedback/empty-state.tsx';
export { ErrorSummary, type ErrorSummaryProps, type FieldProblem } from './feedback/error-summary.tsx';
export { announce, LiveRegion, useAnnouncement } from './feedback/live-region.tsx';
export { Notice, type NoticeProps, type NoticeTone } from './feedback/notice.tsx';
export { ProgressSteps, type ProgressStepsProps } from './feedback/progress-steps.tsx';
export { SaveState, type SaveStateProps, type SaveStatus } from './feedback/save-state.tsx';
export { Skeleton, type SkeletonProps } from './feedback/skeleton.tsx';
export { Chip, Count, StatusBadge, type StatusBadgeProps } from './feedback/status-badge.tsx';
export { Gallery, type GalleryScreen } from './gallery.tsx';
export * from './icons.tsx';
export { ActionBar, type ActionBarProps } from './layout/action-bar.tsx';
export { AppHeader, type AppHeaderProps, type HeaderLink } from './layout/app-header.tsx';
export { Card, type CardProps } from './layout/card.tsx';
export { Dialog, type DialogProps } from './layout/dialog.tsx';
export { Disclosure, type DisclosureProps } from './layout/disclosure.tsx';
export { HeaderMenu, type HeaderMenuProps } from './layout/header-menu.tsx';
export { Table, type TableColumn, type TableProps } from './layout/table.tsx';
export { ThreeColumns, type ThreeColumnsProps } from './layout/three-columns.tsx';
export type { LinkLike } from './link-like.ts';
export type { Tone } from './tone.ts';
