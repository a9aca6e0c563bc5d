/** An attribute that a class has: SQL table `attribute_class`, which nothing has written for long. */
export interface AttributeClassRow {
  readonly class: string;
  readonly name: string;
  /** In seconds since 1970. */
  readonly updated: number;
  readonly comment: string | null;
}
