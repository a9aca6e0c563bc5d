import assert from "node:assert/strict";
import { test } from "node:test";
import { ImageValue } from "../../../../src/tango/value/image-value.ts";

test("shows rows as views of the same memory", () => {
  const data = Float64Array.of(1, 2, 3, 4, 5, 6);
  const image = new ImageValue(data, 3, 2);
  assert.equal(image.data, data);
  assert.deepEqual(image.row(1), Float64Array.of(4, 5, 6));
  assert.equal(image.row(1).buffer, data.buffer);
  assert.deepEqual([...image], image.toRows());
  assert.equal(image.at(2, 1), 6);
  assert.equal(image.at(3, 0), undefined);
  assert.equal(image.at(0, 2), undefined);
  assert.equal(image.at(-1, 1), undefined);
});

test("puts rows together", () => {
  const image = ImageValue.fromRows([
    ["a", "b"],
    ["c", "d"],
  ]);
  assert.deepEqual([image.dimX, image.dimY, image.data], [2, 2, ["a", "b", "c", "d"]]);
  assert.deepEqual(image.toRows(), [
    ["a", "b"],
    ["c", "d"],
  ]);
  const empty = ImageValue.fromRows<number>([]);
  assert.deepEqual([empty.dimX, empty.dimY], [0, 0]);
});

test("refuses rows of several lengths and data of another size", () => {
  assert.throws(() => ImageValue.fromRows([[1, 2], [3]]), {
    name: "RangeError",
    message: "row 1 of the image has 1 elements, the first one has 2",
  });
  assert.throws(() => new ImageValue([1, 2], 3, 1), RangeError);
  for (const rows of [
    [1, 2],
    [[1], undefined],
  ]) {
    assert.throws(() => ImageValue.fromRows(rows as number[][]), /row [01] of the image is no array/);
  }
});
