'use client';

import { attachmentBytes, megabytes } from '@shirube/core/documents/attachment-rules';
import type { AttachmentView, Candidate } from '@shirube/core/documents/schema';
import { Button, Card, Checkbox, LinkButton, Notice, RadioCards } from '@shirube/ui';
import { useMutation } from '@tanstack/react-query';
import { type ChangeEvent, useRef, useState } from 'react';
import { sentenceOf, useTRPC } from '~/client/trpc.tsx';
import { placeId } from './place.ts';

interface AttachmentsCardProps {
  clinic: string;
  patientId: string;
  documentId: string;
  files: readonly AttachmentView[];
  leftOut: readonly string[];
  /** a version has been confirmed: files stay, and can only be left out */
  isConfirmed: boolean;
  /** discharge summaries that can travel inside; null: this kind encloses none */
  enclosable: readonly Candidate[] | null;
  enclosed: string | null;
  onEnclose: (documentId: string | null) => void;
  onLeaveOut: (ids: string[]) => void;
  onFiles: (files: AttachmentView[]) => void;
}

const kinds = { 'application/pdf': 'PDF', 'image/jpeg': '写真', 'image/png': '画像' } as const;

/** Files that go with the document: PDF and pictures, with what of the limit they take. */
export function AttachmentsCard(props: AttachmentsCardProps) {
  const { clinic, patientId, documentId, files, leftOut } = props;
  const trpc = useTRPC();
  const input = useRef<HTMLInputElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const attach = useMutation(trpc.documents.attach.mutationOptions());
  const detach = useMutation(trpc.documents.detach.mutationOptions());
  const used = files
    .filter((file) => !leftOut.includes(file.id))
    .reduce((sum, file) => sum + file.byteLength, 0);
  const left = attachmentBytes - used;

  const choose = async (event: ChangeEvent<HTMLInputElement>) => {
    const chosen = [...(event.target.files ?? [])];
    event.target.value = '';
    setProblem(null);
    let known = [...files];
    let room = left;
    for (const file of chosen) {
      // said before it is sent: a large file takes long to be refused
      if (file.size > room) {
        setProblem(
          `「${file.name}」は大きすぎて添付できません（${megabytes(file.size)}）。あと ${megabytes(Math.max(0, room))} まで添付できます。`,
        );
        return;
      }
      try {
        const added = await attach.mutateAsync({
          patientId,
          documentId,
          // not in the middle of a character of two halves
          title: file.name.slice(0, 200).replace(/[\ud800-\udbff]$/, ''),
          content: await base64Of(file),
        });
        room -= file.size;
        known = [...known, added];
        props.onFiles(known);
      } catch (error) {
        setProblem(`「${file.name}」：${sentenceOf(error)}`);
        return;
      }
    }
  };
  const remove = async (file: AttachmentView) => {
    setProblem(null);
    try {
      await detach.mutateAsync({ patientId, documentId, attachmentId: file.id });
      props.onFiles(files.filter((each) => each.id !== file.id));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
  };
  return (
    <Card title="添付ファイル" note={`${megabytes(used)} ／ ${megabytes(attachmentBytes)} まで`}>
      <div id={placeId('attachments')} tabIndex={-1} className="grid gap-4">
        <p className="text-sub text-ink-2">
          検査の画像や紹介元の資料を、PDFか写真（JPEG・PNG）で添えられます。
        </p>
        {problem ? <Notice tone="error" title={problem} live /> : null}
        <ul className="grid gap-2">
          {files.map((file) => (
            <li
              key={file.id}
              className="flex flex-wrap items-center gap-3 rounded-control border border-line px-3 py-2"
            >
              <span className="min-w-0 flex-1 break-all">
                <strong>{file.title}</strong>
                <span className="block text-sub text-ink-2">{`${kinds[file.mediaType]}　${megabytes(file.byteLength)}`}</span>
              </span>
              <LinkButton
                href={`/c/${clinic}/patients/${patientId}/documents/${documentId}/attachments/${file.id}`}
                target="_blank"
                rel="noreferrer"
                aria-label={`${file.title}を見る`}
              >
                見る
              </LinkButton>
              {props.isConfirmed ? (
                <Checkbox
                  label="載せる"
                  aria-label={`${file.title}を載せる`}
                  checked={!leftOut.includes(file.id)}
                  onChange={(event) =>
                    props.onLeaveOut(
                      event.target.checked ? leftOut.filter((id) => id !== file.id) : [...leftOut, file.id],
                    )
                  }
                />
              ) : (
                <Button aria-label={`${file.title}を消す`} onClick={() => remove(file)}>
                  消す
                </Button>
              )}
            </li>
          ))}
        </ul>
        <p>
          <input
            ref={input}
            type="file"
            accept="application/pdf,image/jpeg,image/png"
            multiple
            className="sr-only"
            tabIndex={-1}
            aria-label="添付するファイル"
            onChange={choose}
          />
          <Button
            size="lg"
            busy={attach.isPending}
            busyLabel="添付しています"
            onClick={() => input.current?.click()}
          >
            ファイルを選ぶ
          </Button>
        </p>
        {props.enclosable && (props.enclosable.length > 0 || props.enclosed !== null) ? (
          <RadioCards
            label="退院時サマリーを同封しますか"
            options={[
              { value: 'none', label: '同封しない' },
              ...props.enclosable.map((each) => ({
                value: each.id,
                label: each.label,
                description: each.detail,
              })),
            ]}
            value={props.enclosed ?? 'none'}
            onChange={(value) => props.onEnclose(value === 'none' ? null : value)}
          />
        ) : null}
      </div>
    </Card>
  );
}

/** The bytes of a file in Base64, read without holding up the page. */
async function base64Of(file: File): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}
