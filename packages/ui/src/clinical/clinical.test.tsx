// @vitest-environment happy-dom
import { cleanup, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { FindingSummary } from './finding-summary.tsx';
import { LabTrend } from './lab-trend.tsx';
import { markerShapes, markerTopBorder } from './marker.tsx';
import { type BannerAllergies, PatientBanner } from './patient-banner.tsx';

afterEach(cleanup);

function banner(allergies: BannerAllergies, name = 'テスト 太郎') {
  render(
    <PatientBanner
      marker="square"
      name={name}
      kana="テスト タロウ"
      identity="男性 60歳"
      facts={[{ term: '番号', detail: '00009999' }]}
      allergies={allergies}
    />,
  );
}

describe('PatientBanner', () => {
  it('shows the whole name, whatever its length', () => {
    const name = '勅使河原龍之介クリストファーアレクサンダー三世';
    banner({ status: 'none-known' }, name);
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(name);
  });

  it('lists every allergy under a name that counts them', () => {
    const names = [
      'ペニシリン系',
      'セフェム系',
      'そば',
      '卵白',
      'えび',
      'ラテックス',
      'ヨード',
      'アスピリン',
    ];
    banner({ status: 'recorded', items: names.map((name) => ({ name })) });
    const list = screen.getByRole('list', { name: 'アレルギー 8件' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map((item) => item.textContent),
    ).toEqual(names);
  });

  it('never lets "not asked" look like "none"', () => {
    banner({ status: 'not-asked' });
    expect(screen.getByText('アレルギー 未確認', { ignore: '[aria-hidden]' })).toBeTruthy();
    expect(document.body.textContent).not.toContain('なし');
    cleanup();
    banner({ status: 'none-known' });
    expect(screen.getByText('アレルギー なし（確認済み）')).toBeTruthy();
    expect(document.body.textContent).not.toContain('未確認');
  });
});

describe('markers', () => {
  it('give every shape a colour of its own', () => {
    expect(new Set(markerShapes.map(markerTopBorder)).size).toBe(markerShapes.length);
  });
});

describe('LabTrend', () => {
  it('marks values outside the range with a letter and a word, and says where nothing was measured', () => {
    render(
      <LabTrend
        caption="検査の推移"
        dates={['9/4', '10/2']}
        rows={[
          { name: 'カリウム', values: [null, { text: '3.3', flag: 'L' }] },
          { name: 'LDL-C', values: [{ text: '154', flag: 'H' }, { text: '136' }] },
        ]}
      />,
    );
    const potassium = screen.getByRole('row', { name: /カリウム/ });
    const [none, low] = within(potassium).getAllByRole('cell');
    expect(none?.textContent).toContain('測定なし');
    expect(low?.textContent).toContain('3.3');
    expect(low?.textContent).toContain('L');
    expect(low?.textContent).toContain('基準より低い');
    const cholesterol = screen.getByRole('row', { name: /LDL-C/ });
    const [high, normal] = within(cholesterol).getAllByRole('cell');
    expect(high?.textContent).toContain('基準より高い');
    expect(normal?.textContent).toBe('136');
  });
});

describe('FindingSummary', () => {
  it('adds up what is open, by kind, and keeps "could not check" apart', () => {
    render(
      <FindingSummary
        counts={[
          { tone: 'block', open: 2 },
          { tone: 'duplicate', open: 0 },
          { tone: 'unknown', open: 1 },
        ]}
      />,
    );
    const words = screen.getByRole('status').textContent;
    expect(words).toContain('警告 3件');
    expect(words).toContain('併用禁忌 2');
    expect(words).toContain('チェック未実施 1');
    expect(words).not.toContain('重複投薬');
  });
});
