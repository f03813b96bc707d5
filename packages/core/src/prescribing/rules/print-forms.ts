import { z } from 'zod';
import type { IssueType } from '../../records/index.ts';

/**
 * 処方箋 (A5, or A4 with the symbols beside it), 控え of an electronic prescription, 薬剤情報提供書 and the words of a 薬袋 for what is
 * dispensed at the clinic.
 */
export const printFormSchema = z.enum(['prescription', 'prescription-a4', 'copy', 'leaflet', 'label']);
export type PrintForm = z.infer<typeof printFormSchema>;

/** The forms that a kind of prescription has, in the order of the buttons. */
export const formsOf: Record<IssueType, readonly PrintForm[]> = {
  electronic: ['copy'],
  paper: ['prescription', 'prescription-a4'],
  in_house: ['leaflet', 'label'],
};

/** Statuses in which the paper is the original and may be in the patient's hands, registered or not. */
const paperStands = ['registered', 'paper_only', 'register_failed'];
/** Statuses in which the service has it and has given its 引換番号. */
const serviceHasIt = ['registered', 'dispensing', 'dispensed', 'collected'];

/**
 * Why a form must not be printed now, as a sentence; null: it may. A paper of a prescription that counts no more, or a second original
 * beside the one the pharmacy has, would be taken for a prescription.
 */
export function printRefusal(form: PrintForm, issueType: IssueType, status: string): string | null {
  if (status === 'cancelled') return 'この処方は取り消されています。印刷できません。';
  if (status === 'superseded') return 'この処方は変更されています。変更後の処方を印刷してください。';
  if (status === 'cancel_unknown')
    return 'この処方を取り消せたかどうかを確かめています。終わるまで印刷しないでください。';
  if (!formsOf[issueType].includes(form)) return wrongForm[issueType];
  if (issueType === 'in_house') return null;
  if (issueType === 'electronic')
    return serviceHasIt.includes(status)
      ? null
      : 'まだ登録が終わっていません。登録が終わると、引換番号の入った控えを印刷できます。';
  if (paperStands.includes(status)) return null;
  return ['dispensing', 'dispensed', 'collected'].includes(status)
    ? 'この処方箋は薬局が受け付けています。もう1枚印刷すると二重に使われるおそれがあるため、印刷できません。'
    : '引換番号を受け取っています。数秒たってから、もう一度印刷してください。';
}

const wrongForm: Record<IssueType, string> = {
  electronic: '電子処方箋です。紙の処方箋は印刷せず、控えを印刷してください。',
  paper: '紙の処方箋です。処方箋を印刷してください。',
  in_house: '院内処方です。薬剤情報提供書か薬袋を印刷してください。',
};
