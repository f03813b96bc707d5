/** The outside services, by the name that stands in the exchange log. */
export type ServiceName = 'eligibility' | 'eprescription' | 'signing' | 'timestamp' | 'sharing';

/** How a service is called in front of the clinic's staff. */
export const SERVICE_LABEL: Record<ServiceName, string> = {
  eligibility: 'オンライン資格確認',
  eprescription: '電子処方箋管理サービス',
  signing: '電子署名サービス',
  timestamp: 'タイムスタンプ局',
  sharing: '電子カルテ情報共有サービス',
};
