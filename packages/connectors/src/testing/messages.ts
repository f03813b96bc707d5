/** Answers of the gateway as a test writes them. */
export const INSTITUTION = '1319900013';

export function answerXml(
  requestId: string,
  body: string,
  header: { segment?: string; errorCode?: string; institution?: string } = {},
): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<XmlMsg>
  <MessageHeader>
    <ProcessExecutionTime>20261120091200</ProcessExecutionTime>
    <QualificationConfirmationDate>20261120</QualificationConfirmationDate>
    <MedicalInstitutionCode>${header.institution ?? INSTITUTION}</MedicalInstitutionCode>
    <ArbitraryFileIdentifier>${requestId}</ArbitraryFileIdentifier>
    <SegmentOfResult>${header.segment ?? '1'}</SegmentOfResult>
    <ErrorCode>${header.errorCode ?? ''}</ErrorCode>
    <ErrorMessage></ErrorMessage>
  </MessageHeader>
  <MessageBody>${body}</MessageBody>
</XmlMsg>`;
}

export const ACCEPTED = '<ProcessingResultStatus>1</ProcessingResultStatus>';

export function refusedBody(code: string, message: string, more = ''): string {
  return `<ProcessingResultStatus>2</ProcessingResultStatus><ProcessingResultCode>${code}</ProcessingResultCode><ProcessingResultMessage>${message}</ProcessingResultMessage>${more}`;
}

export const PATIENT = {
  insurerNumber: '01139906',
  symbol: '21700023',
  number: '4127',
  branchNumber: '00',
  birthDate: '1966-05-26',
};
