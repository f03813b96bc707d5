'use client';

import type {
  AttachmentView,
  CareContent,
  ChartChoices,
  DischargeContent,
  DocumentContent,
  ReferralContent,
} from '@shirube/core/documents/schema';
import { sectionsOf } from '@shirube/core/documents/sections';
import { Card, RadioCards, TextArea } from '@shirube/ui';
import { AttachmentsCard } from './attachments-card.tsx';
import { CareFields } from './care-fields.tsx';
import { CheckupFields, type CheckupOfView } from './checkup/checkup-fields.tsx';
import type { DocumentPlace } from './document-screen.tsx';
import { placeId } from './place.ts';
import { ReceiverCard } from './receiver-card.tsx';
import { SectionCard } from './section-card.tsx';
import { StayCard } from './stay-card.tsx';

export interface ContentFieldsProps<Content extends DocumentContent> {
  place: DocumentPlace;
  content: Content;
  choices: ChartChoices;
  /** the lines of a check-up, and whose it is */
  checkup: CheckupOfView;
  files: readonly AttachmentView[];
  isConfirmed: boolean;
  change: (update: (content: DocumentContent) => DocumentContent) => void;
  onFiles: (files: readonly AttachmentView[]) => void;
}

/** The fields of a document by its kind. */
export function ContentFields(props: ContentFieldsProps<DocumentContent>) {
  const { content } = props;
  switch (content.kind) {
    case 'referral':
    case 'reply':
      return <ReferralFields {...props} content={content} />;
    case 'discharge_summary':
      return <DischargeFields {...props} content={content} />;
    case 'care_summary':
      return <CareFields {...props} content={content satisfies CareContent} />;
    case 'checkup':
      return <CheckupFields {...props} content={content} />;
  }
}

function ReferralFields({ content, ...props }: ContentFieldsProps<ReferralContent>) {
  const set = (part: Partial<ReferralContent>) =>
    props.change((before) => ({ ...(before as ReferralContent), ...part }));
  return (
    <>
      <ReceiverCard
        title={content.kind === 'reply' ? '返書の宛先' : '紹介先'}
        receiver={content.to}
        onChange={(to) => set({ to })}
      />
      {content.inReplyTo ? (
        <Card title="お返事する紹介状">
          <p>{`${content.inReplyTo.facilityName} からの紹介状`}</p>
        </Card>
      ) : null}
      <Sections content={content} {...props} />
      <Card title="備考">
        <TextArea
          label="備考"
          labelHidden
          rows={2}
          maxLength={20_000}
          value={content.remarks}
          onChange={(event) => set({ remarks: event.target.value })}
        />
      </Card>
      <Files content={content} {...props} />
      <Card title="患者の同意">
        <div id={placeId('consent')} tabIndex={-1} className="grid gap-4">
          <RadioCards
            label="この文書を相手の医療機関が見ることに、患者は同意しましたか"
            options={[
              { value: 'yes', label: '同意した', description: '届くとすぐに、相手の医師が開けます' },
              {
                value: 'no',
                label: 'まだ確かめていない',
                description: '相手の医療機関で、患者が同意してから開けます',
              },
            ]}
            value={content.consented === null ? null : content.consented ? 'yes' : 'no'}
            onChange={(value) => set({ consented: value === 'yes' })}
          />
          <RadioCards
            label="どの診療についての文書ですか"
            columns={2}
            options={[
              { value: 'OUTPATIENT', label: '外来' },
              { value: 'DISCHARGE', label: '退院' },
            ]}
            value={content.category}
            onChange={(category) => set({ category })}
          />
        </div>
      </Card>
    </>
  );
}

function DischargeFields({ content, ...props }: ContentFieldsProps<DischargeContent>) {
  return (
    <>
      <StayCard
        content={content}
        onChange={(part) => props.change((before) => ({ ...(before as DischargeContent), ...part }))}
      />
      <Sections content={content} {...props} />
      <Files content={content} {...props} />
    </>
  );
}

function Sections({
  content,
  choices,
  change,
}: ContentFieldsProps<ReferralContent> | ContentFieldsProps<DischargeContent>) {
  return sectionsOf(content.kind).map((form) => {
    const section = content.sections.find((each) => each.code === form.code) ?? {
      code: form.code,
      include: form.obligatory,
      text: '',
      emptyReason: null,
      entries: [],
    };
    return (
      <SectionCard
        key={form.code}
        form={form}
        section={section}
        choices={choices}
        change={(update) =>
          change((before) => {
            if (!('sections' in before)) return before;
            const current = before.sections.find((each) => each.code === form.code) ?? section;
            return {
              ...before,
              sections: [...before.sections.filter((each) => each.code !== form.code), update(current)],
            };
          })
        }
      />
    );
  });
}

function Files({
  content,
  place,
  choices,
  files,
  isConfirmed,
  change,
  onFiles,
}: ContentFieldsProps<ReferralContent> | ContentFieldsProps<DischargeContent>) {
  const isLetter = content.kind !== 'discharge_summary';
  return (
    <AttachmentsCard
      {...place}
      files={files}
      leftOut={content.leftOut}
      isConfirmed={isConfirmed}
      enclosable={isLetter ? choices.dischargeSummaries : null}
      enclosed={isLetter ? content.enclosedDocumentId : null}
      onEnclose={(enclosedDocumentId) =>
        change((before) => ('enclosedDocumentId' in before ? { ...before, enclosedDocumentId } : before))
      }
      onLeaveOut={(leftOut) => change((before) => ('leftOut' in before ? { ...before, leftOut } : before))}
      onFiles={onFiles}
    />
  );
}
