import { DOMParser, type Element } from '@xmldom/xmldom';
import { describe, expect, it } from 'vitest';
import { writeSj1 } from '../csv/write-sj1.ts';
import { ministryExample } from '../testing/ministry-example.ts';
import { unsignedPrescriptionXml } from './prescription-envelope.ts';

describe('the file of a paper prescription', () => {
  it('holds the CSV, byte for byte, in the elements of EP.xsd, and no signature', () => {
    const csv = writeSj1(ministryExample);
    const text = new TextDecoder().decode(unsignedPrescriptionXml(csv));
    const document = new DOMParser().parseFromString(text, 'text/xml');
    const root = document.documentElement as Element;
    expect([root.nodeName, root.getAttribute('id')]).toEqual(['Document', 'Document']);
    expect(root.getAttribute('xsi:noNamespaceSchemaLocation')).toBe('EP.xsd');
    const prescription = root.firstChild;
    expect(prescription?.nodeName).toBe('Prescription');
    const parts = Array.from(prescription?.childNodes ?? []);
    expect(parts.map((part) => part.nodeName)).toEqual(['PrescriptionManagement', 'PrescriptionDocument']);
    expect(Buffer.from(parts[1]?.textContent ?? '', 'base64').equals(Buffer.from(csv))).toBe(true);
  });
});
