-- The end of the certificate an authorization opens: it is spoken of 60, 30 and 7 days before.
ALTER TABLE "signing_session" ADD COLUMN     "certificate_valid_to" TIMESTAMPTZ(3);
