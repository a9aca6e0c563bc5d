import { devError } from "../../error/dev-error.ts";
import { WrongData } from "../../error/dev-failed-classes.ts";

/** Data that are no JPEG picture, or a damaged one: cppTango 10 has API_DecodeErr for both. */
export function damagedJpeg(problem: string): WrongData {
  return new WrongData([devError("API_DecodeErr", `the JPEG picture is damaged: ${problem}`, ORIGIN)]);
}

/** A JPEG picture of a kind that is not decoded here; `found` says which. */
export function unsupportedJpeg(found: string): WrongData {
  const desc = `the JPEG picture is not of a kind that can be decoded: ${found}`;
  return new WrongData([devError("API_WrongFormat", desc, ORIGIN)]);
}

const ORIGIN = "EncodedAttribute";
