export { acceptAsNewPerson, acceptWithAccount } from './accept-invitation.ts';
export { accountReviewMonths, recordAccountReview } from './account-review.ts';
export { bindCertificate, readCertificate, unbindCertificate } from './certificate.ts';
export { invitationCodeSha256 } from './invitation-code.ts';
export { createInvitation, invitationLifetimeHours, revokeInvitation } from './invitations.ts';
export { leave, returnToWork } from './leave.ts';
export { getPerson, listPeople } from './person.ts';
export { changeLicence, changeProfile, changeRoles } from './profile.ts';
export * from './schema.ts';
