import 'server-only';
import { mutation, query, router } from './procedure.ts';
import { readAccessRuleProcedure } from './procedures/access-rule/read.ts';
import { saveAccessRuleProcedure } from './procedures/access-rule/save.ts';
import { auditListProcedure } from './procedures/audit/list.ts';
import { outboxProcedure } from './procedures/audit/outbox.ts';
import { patientEventsProcedure } from './procedures/audit/patient-events.ts';
import { auditPeopleProcedure } from './procedures/audit/people.ts';
import { redriveProcedure } from './procedures/audit/redrive.ts';
import { requestExportProcedure } from './procedures/audit/request-export.ts';
import { auditReviewProcedure } from './procedures/audit/review.ts';
import { auditReviewsProcedure } from './procedures/audit/reviews.ts';
import { signOffReviewProcedure } from './procedures/audit/sign-off.ts';
import { auditStatusProcedure } from './procedures/audit/status.ts';
import { whoSawProcedure } from './procedures/audit/who-saw.ts';
import { amendConditionProcedure } from './procedures/charting/amend-condition.ts';
import { amendNoteProcedure } from './procedures/charting/amend-note.ts';
import { confirmProcedure } from './procedures/charting/confirm.ts';
import { endEncounterProcedure } from './procedures/charting/end-encounter.ts';
import { keepLabLongTermProcedure } from './procedures/charting/keep-lab-long-term.ts';
import { openChartProcedure } from './procedures/charting/open-chart.ts';
import { saveDraftProcedure } from './procedures/charting/save-draft.ts';
import { startEncounterProcedure } from './procedures/charting/start-encounter.ts';
import { withdrawConditionProcedure } from './procedures/charting/withdraw-condition.ts';
import { clientActivityProcedure } from './procedures/clients/activity.ts';
import { changeClientProcedure } from './procedures/clients/change.ts';
import { createClientProcedure } from './procedures/clients/create.ts';
import { endCredentialProcedure } from './procedures/clients/end-credential.ts';
import { clientsListProcedure } from './procedures/clients/list.ts';
import { rotateCredentialProcedure } from './procedures/clients/rotate.ts';
import { setClientStateProcedure } from './procedures/clients/set-state.ts';
import { clinicExportsProcedure } from './procedures/clinic/exports.ts';
import { finishSetupProcedure } from './procedures/clinic/finish-setup.ts';
import { openClinicExportProcedure } from './procedures/clinic/open-export.ts';
import { clinicProfileProcedure } from './procedures/clinic/profile.ts';
import { putOffSetupProcedure } from './procedures/clinic/put-off-setup.ts';
import { requestClinicExportProcedure } from './procedures/clinic/request-export.ts';
import { saveClinicIdentityProcedure } from './procedures/clinic/save-identity.ts';
import { saveClinicScheduleProcedure } from './procedures/clinic/save-schedule.ts';
import { saveClinicSettingsProcedure } from './procedures/clinic/save-settings.ts';
import { clinicSettingsProcedure } from './procedures/clinic/settings.ts';
import { setupProcedure } from './procedures/clinic/setup.ts';
import { attachFileProcedure } from './procedures/documents/attach.ts';
import { confirmDocumentProcedure } from './procedures/documents/confirm.ts';
import { detachFileProcedure } from './procedures/documents/detach.ts';
import { discardDocumentProcedure } from './procedures/documents/discard.ts';
import { documentsListProcedure } from './procedures/documents/list.ts';
import { openDocumentProcedure } from './procedures/documents/open.ts';
import { receiverStateProcedure } from './procedures/documents/receiver-state.ts';
import { findReceiversProcedure } from './procedures/documents/receivers.ts';
import { reviseDocumentProcedure } from './procedures/documents/revise.ts';
import { saveDocumentProcedure } from './procedures/documents/save.ts';
import { signDocumentProcedure } from './procedures/documents/sign.ts';
import { startDocumentProcedure } from './procedures/documents/start.ts';
import { withdrawDocumentProcedure } from './procedures/documents/withdraw.ts';
import { approveEntriesProcedure } from './procedures/entries/approve-entries.ts';
import { checkEntryProcedure } from './procedures/entries/check-entry.ts';
import { discardEntryDraftProcedure } from './procedures/entries/discard-entry-draft.ts';
import { entryCountsProcedure } from './procedures/entries/entry-counts.ts';
import { listApprovalsProcedure } from './procedures/entries/list-approvals.ts';
import { myEntriesProcedure } from './procedures/entries/my-entries.ts';
import { openEntryProcedure } from './procedures/entries/open-entry.ts';
import { returnEntryProcedure } from './procedures/entries/return-entry.ts';
import { rewriteEntryProcedure } from './procedures/entries/rewrite-entry.ts';
import { saveEntryDraftProcedure } from './procedures/entries/save-entry-draft.ts';
import { submitEntryProcedure } from './procedures/entries/submit-entry.ts';
import { withdrawEntryProcedure } from './procedures/entries/withdraw-entry.ts';
import { acceptLetterProcedure } from './procedures/letters/accept.ts';
import { lettersCountProcedure } from './procedures/letters/count.ts';
import { decideLetterProcedure } from './procedures/letters/decide.ts';
import { lettersListProcedure } from './procedures/letters/list.ts';
import { lettersOfPatientProcedure } from './procedures/letters/of-patient.ts';
import { openLetterProcedure } from './procedures/letters/open.ts';
import { readLetterProcedure } from './procedures/letters/read.ts';
import { releaseLetterProcedure } from './procedures/letters/release.ts';
import { takeAllergyProcedure } from './procedures/letters/take-allergy.ts';
import { takeConditionProcedure } from './procedures/letters/take-condition.ts';
import { takeMedicationProcedure } from './procedures/letters/take-medication.ts';
import { viewLetterProcedure } from './procedures/letters/view.ts';
import { browseDrugsProcedure } from './procedures/masters/browse-drugs.ts';
import { drugProcedure } from './procedures/masters/drug.ts';
import { drugShelfProcedure } from './procedures/masters/drug-shelf.ts';
import { favouriteDrugsProcedure } from './procedures/masters/favourite-drugs.ts';
import { nameChoiceProcedure } from './procedures/masters/name-choice.ts';
import { prescriptionCodesProcedure } from './procedures/masters/prescription-codes.ts';
import { searchAllergensProcedure } from './procedures/masters/search-allergens.ts';
import { searchDiseasesProcedure } from './procedures/masters/search-diseases.ts';
import { searchDrugsProcedure } from './procedures/masters/search-drugs.ts';
import { usagesProcedure } from './procedures/masters/usages.ts';
import { changeClinicsProcedure, changeOwnProcedure } from './procedures/order-sets/change.ts';
import { createClinicsProcedure, createOwnProcedure } from './procedures/order-sets/create.ts';
import { listOrderSetsProcedure } from './procedures/order-sets/list.ts';
import { moveClinicsProcedure, moveOwnProcedure } from './procedures/order-sets/move.ts';
import {
  moveFavouriteClinicsProcedure,
  moveFavouriteOwnProcedure,
} from './procedures/order-sets/move-favourite.ts';
import { removeClinicsProcedure, removeOwnProcedure } from './procedures/order-sets/remove.ts';
import {
  removeFavouriteClinicsProcedure,
  removeFavouriteOwnProcedure,
} from './procedures/order-sets/remove-favourite.ts';
import {
  saveFavouriteClinicsProcedure,
  saveFavouriteOwnProcedure,
} from './procedures/order-sets/save-favourite.ts';
import {
  saveNameChoiceClinicsProcedure,
  saveNameChoiceOwnProcedure,
} from './procedures/order-sets/save-name-choice.ts';
import { orderShelfProcedure } from './procedures/order-sets/shelf.ts';
import { useOrderSetProcedure } from './procedures/order-sets/use.ts';
import { amendAllergyProcedure } from './procedures/patient-facts/amend-allergy.ts';
import { endExternalProcedure } from './procedures/patient-facts/end-external.ts';
import { enterExternalProcedure } from './procedures/patient-facts/enter-external.ts';
import { externalByHandProcedure } from './procedures/patient-facts/external.ts';
import { listFactsProcedure } from './procedures/patient-facts/list.ts';
import { recordFactProcedure } from './procedures/patient-facts/record.ts';
import { recordAllergyProcedure } from './procedures/patient-facts/record-allergy.ts';
import { removeExternalProcedure } from './procedures/patient-facts/remove-external.ts';
import { withdrawAllergyProcedure } from './procedures/patient-facts/withdraw-allergy.ts';
import { compareMergeProcedure } from './procedures/patients/compare-merge.ts';
import { mergePatientsProcedure } from './procedures/patients/merge.ts';
import { registerPatientProcedure } from './procedures/patients/register.ts';
import { searchPatientsProcedure } from './procedures/patients/search.ts';
import { bindCertificateProcedure } from './procedures/people/bind-certificate.ts';
import { changePersonLicenceProcedure } from './procedures/people/change-licence.ts';
import { changePersonProfileProcedure } from './procedures/people/change-profile.ts';
import { changePersonRolesProcedure } from './procedures/people/change-roles.ts';
import { endSessionsProcedure } from './procedures/people/end-sessions.ts';
import { getPersonProcedure } from './procedures/people/get.ts';
import { inviteProcedure } from './procedures/people/invite.ts';
import { leaveProcedure } from './procedures/people/leave.ts';
import { listPeopleProcedure } from './procedures/people/list.ts';
import { permissionsProcedure } from './procedures/people/permissions.ts';
import { recordAccountReviewProcedure } from './procedures/people/record-review.ts';
import { returnToWorkProcedure } from './procedures/people/return.ts';
import { revokeInvitationProcedure } from './procedures/people/revoke-invitation.ts';
import { unbindCertificateProcedure } from './procedures/people/unbind-certificate.ts';
import { checkLocalProcedure } from './procedures/prescribing/check-local.ts';
import { checkNationalProcedure } from './procedures/prescribing/check-national.ts';
import { completeSigningProcedure } from './procedures/prescribing/complete-signing.ts';
import { doseAdviceProcedure } from './procedures/prescribing/dose-advice.ts';
import { fetchExternalProcedure } from './procedures/prescribing/fetch-external.ts';
import { recordOralConsentProcedure } from './procedures/prescribing/record-oral-consent.ts';
import { signProcedure } from './procedures/prescribing/sign.ts';
import { signingStatusProcedure } from './procedures/prescribing/signing-status.ts';
import { startSigningProcedure } from './procedures/prescribing/start-signing.ts';
import { viewPrescriptionProcedure } from './procedures/prescribing/view.ts';
import { acknowledgeDispensingProcedure } from './procedures/prescriptions/acknowledge.ts';
import { cancelPrescriptionProcedure } from './procedures/prescriptions/cancel.ts';
import { closeQuarantineProcedure } from './procedures/prescriptions/close-quarantine.ts';
import { confirmChangeProcedure } from './procedures/prescriptions/confirm-change.ts';
import { discardChangeProcedure } from './procedures/prescriptions/discard-change.ts';
import { listPrescriptionsProcedure } from './procedures/prescriptions/list.ts';
import { patientMessagesProcedure } from './procedures/prescriptions/messages.ts';
import { openChangeProcedure } from './procedures/prescriptions/open-change.ts';
import { saveChangeProcedure } from './procedures/prescriptions/save-change.ts';
import { acceptInboundProcedure } from './procedures/reception/accept-inbound.ts';
import { boardProcedure } from './procedures/reception/board.ts';
import { changeStatusProcedure } from './procedures/reception/change-status.ts';
import { receiveProcedure } from './procedures/reception/receive.ts';
import { allowableProcedure } from './procedures/restrictions/allowable.ts';
import { emergenciesProcedure } from './procedures/restrictions/emergencies.ts';
import { endEmergencyProcedure } from './procedures/restrictions/end-emergency.ts';
import { liftRestrictionProcedure } from './procedures/restrictions/lift.ts';
import { listRestrictionsProcedure } from './procedures/restrictions/list.ts';
import { liveEmergenciesProcedure } from './procedures/restrictions/live-emergencies.ts';
import { openEmergencyProcedure } from './procedures/restrictions/open-emergency.ts';
import { reviewEmergencyProcedure } from './procedures/restrictions/review-emergency.ts';
import { setRestrictionProcedure } from './procedures/restrictions/set.ts';
import { meProcedure } from './procedures/session/me.ts';
import { fetchSharedProcedure } from './procedures/shared-information/fetch.ts';
import { sharedUntilProcedure } from './procedures/shared-information/until.ts';
import { viewSharedProcedure } from './procedures/shared-information/view.ts';
import { sharingCountsProcedure } from './procedures/sharing/counts.ts';
import { listSharingProcedure } from './procedures/sharing/list.ts';
import { retrySharingProcedure } from './procedures/sharing/retry.ts';
import { saveSharingPreferenceProcedure } from './procedures/sharing/save-preference.ts';
import { viewSharingProcedure } from './procedures/sharing/view.ts';
import { withdrawSharingProcedure } from './procedures/sharing/withdraw.ts';
import { cancelFactorResetProcedure } from './procedures/sign-in-help/cancel-reset.ts';
import { confirmFactorResetProcedure } from './procedures/sign-in-help/confirm-reset.ts';
import { handOutEnrolmentCodeProcedure } from './procedures/sign-in-help/enrolment-code.ts';
import { handOutPasswordCodeProcedure } from './procedures/sign-in-help/password-code.ts';
import { requestFactorResetProcedure } from './procedures/sign-in-help/request-reset.ts';
import { unlockColleagueProcedure } from './procedures/sign-in-help/unlock.ts';
import { colleagueSignInProcedure } from './procedures/sign-in-help/view.ts';
import { signManyProcedure } from './procedures/signing/sign-many.ts';
import { waitingForSignatureProcedure } from './procedures/signing/waiting.ts';

/** The table of contents of the screens' API. */
export const appRouter = router({
  accessRule: {
    read: query(readAccessRuleProcedure),
    save: mutation(saveAccessRuleProcedure),
  },
  audit: {
    list: query(auditListProcedure),
    people: query(auditPeopleProcedure),
    status: query(auditStatusProcedure),
    whoSaw: query(whoSawProcedure),
    patientEvents: query(patientEventsProcedure),
    reviews: query(auditReviewsProcedure),
    review: query(auditReviewProcedure),
    signOff: mutation(signOffReviewProcedure),
    requestExport: mutation(requestExportProcedure),
    outbox: query(outboxProcedure),
    redrive: mutation(redriveProcedure),
  },
  charting: {
    open: query(openChartProcedure),
    start: mutation(startEncounterProcedure),
    saveDraft: mutation(saveDraftProcedure),
    confirm: mutation(confirmProcedure),
    amendNote: mutation(amendNoteProcedure),
    amendCondition: mutation(amendConditionProcedure),
    withdrawCondition: mutation(withdrawConditionProcedure),
    keepLabLongTerm: mutation(keepLabLongTermProcedure),
    end: mutation(endEncounterProcedure),
  },
  clinic: {
    profile: query(clinicProfileProcedure),
    saveIdentity: mutation(saveClinicIdentityProcedure),
    saveSchedule: mutation(saveClinicScheduleProcedure),
    settings: query(clinicSettingsProcedure),
    saveSettings: mutation(saveClinicSettingsProcedure),
    setup: query(setupProcedure),
    putOffSetup: mutation(putOffSetupProcedure),
    finishSetup: mutation(finishSetupProcedure),
    exports: query(clinicExportsProcedure),
    requestExport: mutation(requestClinicExportProcedure),
    openExport: mutation(openClinicExportProcedure),
  },
  documents: {
    list: query(documentsListProcedure),
    open: query(openDocumentProcedure),
    receivers: query(findReceiversProcedure),
    receiverState: query(receiverStateProcedure),
    start: mutation(startDocumentProcedure),
    save: mutation(saveDocumentProcedure),
    discard: mutation(discardDocumentProcedure),
    confirm: mutation(confirmDocumentProcedure),
    revise: mutation(reviseDocumentProcedure),
    withdraw: mutation(withdrawDocumentProcedure),
    attach: mutation(attachFileProcedure),
    detach: mutation(detachFileProcedure),
    sign: mutation(signDocumentProcedure),
  },
  entries: {
    open: query(openEntryProcedure),
    saveDraft: mutation(saveEntryDraftProcedure),
    discardDraft: mutation(discardEntryDraftProcedure),
    rewrite: mutation(rewriteEntryProcedure),
    submit: mutation(submitEntryProcedure),
    withdraw: mutation(withdrawEntryProcedure),
    mine: query(myEntriesProcedure),
    check: mutation(checkEntryProcedure),
    approvals: query(listApprovalsProcedure),
    approve: mutation(approveEntriesProcedure),
    return: mutation(returnEntryProcedure),
    counts: query(entryCountsProcedure),
  },
  clients: {
    list: query(clientsListProcedure),
    activity: query(clientActivityProcedure),
    create: mutation(createClientProcedure),
    change: mutation(changeClientProcedure),
    setState: mutation(setClientStateProcedure),
    rotate: mutation(rotateCredentialProcedure),
    endCredential: mutation(endCredentialProcedure),
  },
  letters: {
    list: query(lettersListProcedure),
    count: query(lettersCountProcedure),
    ofPatient: query(lettersOfPatientProcedure),
    read: query(readLetterProcedure),
    decide: mutation(decideLetterProcedure),
    release: mutation(releaseLetterProcedure),
    open: mutation(openLetterProcedure),
    view: query(viewLetterProcedure),
    accept: mutation(acceptLetterProcedure),
    takeCondition: mutation(takeConditionProcedure),
    takeAllergy: mutation(takeAllergyProcedure),
    takeMedication: mutation(takeMedicationProcedure),
  },
  masters: {
    searchDrugs: query(searchDrugsProcedure),
    drug: query(drugProcedure),
    favouriteDrugs: query(favouriteDrugsProcedure),
    searchAllergens: query(searchAllergensProcedure),
    searchDiseases: query(searchDiseasesProcedure),
    usages: query(usagesProcedure),
    prescriptionCodes: query(prescriptionCodesProcedure),
    drugShelf: query(drugShelfProcedure),
    browseDrugs: query(browseDrugsProcedure),
    nameChoice: query(nameChoiceProcedure),
  },
  patientFacts: {
    list: query(listFactsProcedure),
    record: mutation(recordFactProcedure),
    external: query(externalByHandProcedure),
    enterExternal: mutation(enterExternalProcedure),
    endExternal: mutation(endExternalProcedure),
    removeExternal: mutation(removeExternalProcedure),
    recordAllergy: mutation(recordAllergyProcedure),
    amendAllergy: mutation(amendAllergyProcedure),
    withdrawAllergy: mutation(withdrawAllergyProcedure),
  },
  patients: {
    compareMerge: query(compareMergeProcedure),
    merge: mutation(mergePatientsProcedure),
    search: query(searchPatientsProcedure),
    register: mutation(registerPatientProcedure),
  },
  people: {
    list: query(listPeopleProcedure),
    get: query(getPersonProcedure),
    changeProfile: mutation(changePersonProfileProcedure),
    changeLicence: mutation(changePersonLicenceProcedure),
    changeRoles: mutation(changePersonRolesProcedure),
    bindCertificate: mutation(bindCertificateProcedure),
    unbindCertificate: mutation(unbindCertificateProcedure),
    leave: mutation(leaveProcedure),
    return: mutation(returnToWorkProcedure),
    endSessions: mutation(endSessionsProcedure),
    invite: mutation(inviteProcedure),
    revokeInvitation: mutation(revokeInvitationProcedure),
    recordReview: mutation(recordAccountReviewProcedure),
    permissions: query(permissionsProcedure),
  },
  prescribing: {
    checkLocal: mutation(checkLocalProcedure),
    checkNational: mutation(checkNationalProcedure),
    doseAdvice: mutation(doseAdviceProcedure),
    fetchExternal: mutation(fetchExternalProcedure),
    recordOralConsent: mutation(recordOralConsentProcedure),
    signingStatus: query(signingStatusProcedure),
    startSigning: mutation(startSigningProcedure),
    completeSigning: mutation(completeSigningProcedure),
    sign: mutation(signProcedure),
    view: query(viewPrescriptionProcedure),
  },
  orderSets: {
    list: query(listOrderSetsProcedure),
    use: query(useOrderSetProcedure),
    shelf: query(orderShelfProcedure),
    changeOwn: mutation(changeOwnProcedure),
    changeClinics: mutation(changeClinicsProcedure),
    createOwn: mutation(createOwnProcedure),
    createClinics: mutation(createClinicsProcedure),
    moveOwn: mutation(moveOwnProcedure),
    moveClinics: mutation(moveClinicsProcedure),
    moveFavouriteOwn: mutation(moveFavouriteOwnProcedure),
    moveFavouriteClinics: mutation(moveFavouriteClinicsProcedure),
    removeOwn: mutation(removeOwnProcedure),
    removeClinics: mutation(removeClinicsProcedure),
    removeFavouriteOwn: mutation(removeFavouriteOwnProcedure),
    removeFavouriteClinics: mutation(removeFavouriteClinicsProcedure),
    saveFavouriteOwn: mutation(saveFavouriteOwnProcedure),
    saveFavouriteClinics: mutation(saveFavouriteClinicsProcedure),
    saveNameChoiceOwn: mutation(saveNameChoiceOwnProcedure),
    saveNameChoiceClinics: mutation(saveNameChoiceClinicsProcedure),
  },
  prescriptions: {
    list: query(listPrescriptionsProcedure),
    messages: query(patientMessagesProcedure),
    acknowledge: mutation(acknowledgeDispensingProcedure),
    closeQuarantine: mutation(closeQuarantineProcedure),
    cancel: mutation(cancelPrescriptionProcedure),
    openChange: query(openChangeProcedure),
    saveChange: mutation(saveChangeProcedure),
    discardChange: mutation(discardChangeProcedure),
    confirmChange: mutation(confirmChangeProcedure),
  },
  reception: {
    board: query(boardProcedure),
    receive: mutation(receiveProcedure),
    acceptInbound: mutation(acceptInboundProcedure),
    changeStatus: mutation(changeStatusProcedure),
  },
  sharing: {
    list: query(listSharingProcedure),
    counts: query(sharingCountsProcedure),
    view: query(viewSharingProcedure),
    retry: mutation(retrySharingProcedure),
    withdraw: mutation(withdrawSharingProcedure),
    savePreference: mutation(saveSharingPreferenceProcedure),
  },
  restrictions: {
    list: query(listRestrictionsProcedure),
    allowable: query(allowableProcedure),
    set: mutation(setRestrictionProcedure),
    lift: mutation(liftRestrictionProcedure),
    openEmergency: mutation(openEmergencyProcedure),
    endEmergency: mutation(endEmergencyProcedure),
    liveEmergencies: query(liveEmergenciesProcedure),
    emergencies: query(emergenciesProcedure),
    reviewEmergency: mutation(reviewEmergencyProcedure),
  },
  session: { me: query(meProcedure) },
  sharedInformation: {
    fetch: mutation(fetchSharedProcedure),
    until: query(sharedUntilProcedure),
    view: query(viewSharedProcedure),
  },
  signing: {
    signMany: mutation(signManyProcedure),
    waiting: query(waitingForSignatureProcedure),
  },
  signInHelp: {
    view: query(colleagueSignInProcedure),
    unlock: mutation(unlockColleagueProcedure),
    passwordCode: mutation(handOutPasswordCodeProcedure),
    enrolmentCode: mutation(handOutEnrolmentCodeProcedure),
    requestReset: mutation(requestFactorResetProcedure),
    confirmReset: mutation(confirmFactorResetProcedure),
    cancelReset: mutation(cancelFactorResetProcedure),
  },
});

export type AppRouter = typeof appRouter;
