'use client';

import type { DocumentView, SectionView } from '@shirube/core/received/schema';
import { Card, LinkButton, Notice } from '@shirube/ui';
import { eraDate } from '../format.ts';
import { ItemRow, type TakingPlace } from './item-row.tsx';
import { ResultsTable } from './results-table.tsx';
import { sizeInWords } from './words.ts';

interface LetterDocumentProps {
  clinic: string;
  document: DocumentView;
  /** it stands inside the letter before it */
  enclosed: boolean;
  taking: TakingPlace;
}

/** One document as its author wrote it, section by section, with its files and with what could not be read. */
export function LetterDocument({ clinic, document, enclosed, taking }: LetterDocumentProps) {
  return (
    <Card
      title={enclosed ? `同封：${document.title}` : document.title}
      note={document.issuedOn ? eraDate(document.issuedOn) : '日付の記載なし'}
      padding="none"
    >
      <dl className="grid gap-x-6 gap-y-1 border-b border-line-2 px-4 py-3 @min-[40rem]:grid-cols-[auto_1fr]">
        <dt className="font-bold">書いた医療機関</dt>
        <dd>{document.from}</dd>
        {document.to ? (
          <>
            <dt className="font-bold">宛先</dt>
            <dd>{document.to}</dd>
          </>
        ) : null}
        <dt className="font-bold">書かれた患者</dt>
        <dd>{document.person}</dd>
      </dl>
      {document.unread.length > 0 ? (
        <div className="p-4">
          <Notice tone="unknown" title="読み取れないところがあります">
            {document.unread.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </Notice>
        </div>
      ) : null}
      {shownSections(document.sections).map((section, at) => (
        <Section
          // biome-ignore lint/suspicious/noArrayIndexKey: a document does not change, and two sections may be alike
          key={at}
          section={section}
          taking={taking}
        />
      ))}
      {document.attachments.length > 0 ? (
        <section className="border-t border-line-2 px-4 py-3">
          <h3 className="font-bold">添付</h3>
          <ul className="grid gap-2 pt-2">
            {document.attachments.map((file) => (
              <li key={file.index} className="flex flex-wrap items-center gap-3">
                <span>{`${file.title || '題名なし'}（${file.mediaType}、${sizeInWords(file.byteLength)}）`}</span>
                {file.shown ? (
                  <LinkButton
                    href={`/c/${clinic}/patients/${taking.patientId}/letters/${taking.letterId}/files/${file.index}`}
                    target="_blank"
                    rel="noreferrer"
                    aria-label={`添付を見る ${file.title}`}
                  >
                    添付を見る
                  </LinkButton>
                ) : (
                  <span className="text-ink-2">
                    この形式のファイルは表示できません。紹介元に紙かPDFで送ってもらってください。
                  </span>
                )}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </Card>
  );
}

const says = (section: SectionView): boolean =>
  section.text.trim() !== '' || section.items.length > 0 || section.results.length > 0;

/** 紹介先情報, 紹介元情報 and 添付情報: without words of their own they name what stands at the head, or below, already. */
const pointing = ['910', '920', '210'];

/** Sections that say something, or say why they do not. What only holds others (構造情報) is left out: they stand for themselves. */
const shownSections = (sections: readonly SectionView[]): SectionView[] =>
  sections.filter(
    (section, at) =>
      says(section) ||
      section.empty !== null ||
      (!pointing.includes(section.code) && (sections[at + 1]?.depth ?? 0) <= section.depth),
  );

function Section({ section, taking }: { section: SectionView; taking: TakingPlace }) {
  return (
    <section className="border-t border-line-2 first:border-t-0">
      <h3 className="px-4 pt-3 font-bold">{section.title}</h3>
      {section.text.trim() === '' ? null : <p className="whitespace-pre-wrap px-4 py-2">{section.text}</p>}
      {says(section) ? null : <p className="px-4 py-2 text-ink-2">{section.empty ?? '記載はありません。'}</p>}
      {section.items.length > 0 ? (
        <ul className="divide-y divide-line-2">
          {section.items.map((item) => (
            <ItemRow key={item.reference} item={item} taking={taking} />
          ))}
        </ul>
      ) : null}
      {section.results.length > 0 ? (
        <div className="py-2">
          <ResultsTable
            caption={`${section.title}（紹介元の検査。当院の検査ではありません）`}
            results={section.results}
          />
        </div>
      ) : null}
    </section>
  );
}
