export {
  type AccessQuestion,
  type AccessReport,
  accessReport,
  type Remark,
  type ReportedOpening,
  remarks,
} from './access-report.ts';
export type { Grant, Leased, Opening, Receipt } from './opening.ts';
export { BrokenTrail, type Reach, type ToldStatement, Trail } from './trail.ts';
