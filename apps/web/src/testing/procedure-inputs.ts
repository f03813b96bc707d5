import { randomUUID } from 'node:crypto';
import { usualHours } from '@shirube/core/clinics';
import type { ClinicFixture } from '@shirube/db/testing';

/**
 * A valid input for each procedure. It names the rows of `clinic` wherever it can name one, so that it asks for another
 * clinic's rows or for the caller's own; `text` stands where something is looked for. A procedure without an entry fails the
 * walk in `server/procedures.db.test.ts`; the attacks in `server/attacks.db.test.ts` change these inputs field by field.
 */
export const procedureInputs = (clinic: ClinicFixture, text: string): Record<string, unknown> => {
  const visit = { patientId: clinic.patientId, encounterId: clinic.encounterId };
  const person = { staffId: clinic.doctorId, rowVersion: 1 };
  const names = { familyName: 'あ', givenName: 'い', familyKana: 'ア', givenKana: 'イ' };
  const soap = { subjective: 'x', objective: '', assessment: '', plan: '' };
  return {
    'audit.list': { patientId: clinic.patientId, before: null, limit: 10 },
    'audit.people': {},
    'audit.status': {},
    'audit.whoSaw': { patientId: clinic.patientId },
    'audit.patientEvents': { patientId: clinic.patientId, before: null, limit: 10 },
    'audit.reviews': {},
    'audit.review': { weekStart: '2026-11-09' },
    'audit.signOff': { weekStart: '2026-11-09', findings: [], comment: 'x' },
    'audit.requestExport': {
      patientId: clinic.patientId,
      from: '2026-11-01',
      to: '2026-11-30',
      reason: 'x',
    },
    'audit.outbox': {},
    'audit.redrive': { messageId: randomUUID() },
    'charting.open': visit,
    'charting.start': { receptionId: clinic.receptionId },
    'charting.saveDraft': { ...visit, baseRevision: 0, content: { soap } },
    'charting.confirm': { ...visit, baseRevision: 1 },
    'charting.amendNote': { ...visit, baseVersion: 1, soap, reason: 'x' },
    'charting.end': visit,
    'clinic.profile': {},
    'clinic.saveIdentity': {
      rowVersion: 1,
      name: 'x',
      postalCode: '100-0001',
      address: 'x',
      phone: '03-0000-0000',
      fax: '',
      founderName: 'x',
      managingDoctorName: 'x',
    },
    'clinic.saveSchedule': {
      rowVersion: 1,
      departmentCodes: ['01'],
      calendar: { hours: usualHours, closedOnNationalHolidays: true, ownHolidays: [] },
    },
    'clinic.settings': {},
    'clinic.saveSettings': { rowVersion: 0, idleLockMinutes: 5, entryDeadlineHours: 24 },
    'clinic.setup': {},
    'clinic.putOffSetup': { step: 'people' },
    'clinic.finishSetup': {},
    'masters.searchDrugs': { text, limit: 5 },
    'masters.favouriteDrugs': {},
    'masters.searchDiseases': { text, limit: 5 },
    'masters.usages': {},
    'people.list': {},
    'people.get': { staffId: clinic.doctorId },
    'people.changeProfile': { ...person, ...names, joinedOn: '2020-04-01', doctorCode: 'D1' },
    'people.changeLicence': {
      ...person,
      licence: '歯科医師',
      licenceNumber: '1',
      licenceRegisteredOn: '2000-04-01',
      narcoticsLicenceNumber: '1',
      reason: 'x',
    },
    'people.changeRoles': { ...person, roles: ['clerk'], reason: 'x' },
    'people.bindCertificate': { ...person, credentialId: 'x', certificate: 'x' },
    'people.unbindCertificate': { ...person, reason: 'x' },
    'people.leave': { ...person, leftOn: '2026-11-20', reason: 'x' },
    'people.return': { ...person, returnedOn: '2026-11-20', reason: 'x' },
    'people.invite': { ...names, roles: ['clerk'], licence: null, licenceNumber: '', loginId: '' },
    'people.revokeInvitation': { invitationId: randomUUID() },
    'people.recordReview': { note: 'x' },
    'people.permissions': {},
    'patients.search': { text: '1980-01-31', limit: 10 },
    'patients.register': {
      familyName: 'あ',
      givenName: 'い',
      familyKana: 'ア',
      givenKana: 'イ',
      birthDate: '1980-01-01',
      sex: 'male',
    },
    'prescribing.checkLocal': { ...visit, rps: [], oralConsent: false },
    'prescribing.checkNational': { ...visit, rps: [], oralConsent: false },
    'prescribing.fetchExternal': visit,
    'prescribing.recordOralConsent': visit,
    'prescribing.signingStatus': {},
    'prescribing.startSigning': {},
    'prescribing.completeSigning': { code: 'x', state: 'x' },
    'prescribing.sign': { patientId: clinic.patientId, prescriptionId: randomUUID() },
    'prescribing.view': { patientId: clinic.patientId, prescriptionId: randomUUID() },
    'reception.board': { serviceDate: '2026-11-20' },
    'reception.receive': { patientId: clinic.patientId, purpose: 'x', verificationMethod: '確認できず' },
    'reception.acceptInbound': {
      inboundId: randomUUID(),
      purpose: 'x',
      as: { kind: 'existing', patientId: clinic.patientId, applyDifferences: true },
    },
    'reception.changeStatus': { receptionId: clinic.receptionId, status: 'cancelled', rowVersion: 1 },
    'session.me': {},
  };
};
