/**
 * What a person does about an issue. The rule says what is wrong; who can mend it follows from where it stands: the insurance at the reception,
 * an item in the chart, everything else with the maker of the system.
 */
export function adviceFor(ruleId: string, path: string, hasItem: boolean): string {
  if (ruleId === 'R1012' || ruleId === 'R1013' || ruleId === 'INSURED' || /identifier/.test(path))
    return hasItem
      ? 'カルテで、この項目を選び直してください。'
      : '受付で、マイナ保険証か資格確認書による資格確認をやり直してください。新しい保険が入ると、自動で送り直します。';
  if (/onset|recorded|effective|abatement|date/i.test(path))
    return 'カルテで、日付を確かめて直してください。直して確定すると、自動で送り直します。';
  if (ruleId === 'SIZE' || ruleId === 'size') return '添付ファイルを減らしてから、もう一度送ってください。';
  if (hasItem) return 'カルテで、この項目を直してください。直して確定すると、自動で送り直します。';
  return '「もう一度送る」で送れないときは、この画面を見せて、システムの担当者に知らせてください。';
}
