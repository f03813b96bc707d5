-- One authentication a day: the authorization at the signing service belongs to the sign-in it was made in.
ALTER TABLE "signing_session" ADD COLUMN     "sign_in_id" UUID;
