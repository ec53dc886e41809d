import table from '../../data/lao.json' with { type: 'json' };
import { soundsOf } from '../spelling.ts';
import { type TaiLetters, taiReadings } from './tai.ts';

/** Lao's block of Unicode mirrors the Thai one, letter for letter. */
const OFFSET = 0x80;

const asThai = (word: string): string =>
  [...word]
    .map((one) => (/[\u0E80-\u0EDB]/.test(one) ? String.fromCharCode(one.charCodeAt(0) - OFFSET) : one))
    .join('');

const letters: TaiLetters = {
  initial: table.initial,
  final: table.final,
  clusters: new Set(table.clusters.split(' ')),
  elements: new Map(
    Object.entries(table.elements).map(([written, said]) => [
      asThai(regular(written)),
      said.split(' ').map((one) => soundsOf(one, 'lo')),
    ]),
  ),
  unwritten: true,
};

/** Readings of one Lao word, likeliest first. */
export const laoReadings = (word: string): string[] => taiReadings(asThai(regular(word)), letters);

/** Tones off, ligatures and the vowels that Thai writes otherwise put the Thai way. */
function regular(word: string): string {
  return word
    .replace(/[ກ-ຮ]\u0ECC/g, '')
    .replace(/\u0ECD\u0EB2/g, '\u0EB3')
    .replace(/[\u0EC8-\u0ECC]/g, '')
    .replace(/ໜ/g, 'ຫນ')
    .replace(/ໝ/g, 'ຫມ')
    .replace(/ຫຼ/g, 'ຫລ')
    .replace(/\u0EBC/g, 'ລ')
    .replace(/([ກ-ຮ])\u0EC6/g, '$1$1')
    .replace(/ຽ(?=ວ|[ກ-ຮ])/g, '\u0EBD')
    .replace(/ເ([ກ-ຮ]+)ັ(?:ຽ|ຍ)/g, '$1\u0EBD')
    .replace(/ເ([ກ-ຮ]{1,2})ຍ(?![\u0EB0-\u0EB9])/g, '$1\u0EBD')
    .replace(/([ກ-ຮ]{1,2})\u0EBD/g, 'ເ$1ີຢ')
    .replace(/ົວ/g, 'ັວ')
    .replace(/ເ([ກ-ຮ]{1,2})ົາ/g, 'ເ$1າ')
    .replace(/ເ([ກ-ຮ]{1,2})ຶອ/g, 'ເ$1ືອ')
    .replace(/ໍ/g, 'ອ')
    .replace(/([ກ-ຮ])ົ(?=[ກ-ຮ])/g, 'ໂ$1')
    .replace(/(ຫ)ໂ([ງຍນມລວຣ])/g, 'ໂ$1$2')
    .replace(/ົ/g, '');
}
