/** What Slack takes. Beyond any of these it refuses the whole message. Lengths are UTF-16 units, which Slack counts no higher. */
export const limits = {
  blocks: 50,
  viewBlocks: 100,
  actions: 25,
  overflowOptions: 5,
  selectOptions: 100,
  buttonText: 75,
  buttonValue: 2_000,
  optionText: 75,
  optionValue: 150,
  placeholder: 150,
  section: 3_000,
  /** Of an upload; an image block takes twice as much. */
  altText: 1_000,
  modalTitle: 24,
  modalButton: 24,
  inputLabel: 2_000,
  privateMetadata: 3_000,
  /** Beside the header, which the older kind of table counts too. */
  tableRows: 99,
  tableColumns: 20,
  promptTitle: 75,
} as const

/** What people like to read, well within what Slack takes. */
export const comfort = {
  /** `text` beside blocks: Slack cuts at 40,000, and advises 4,000. */
  text: 3_900,
  headline: 300,
  /** One line of small print. */
  context: 600,
  /**
   * The words of all blocks together. Slack refuses messages of about 12,000 (`msg_blocks_too_long`) without saying how it
   * counts, so we stay well below, the table's cells included.
   */
  words: 2_500,
  table: 5_000,
  /** Of a message without a table. */
  prose: 5_000,
  cell: 120,
  /** Rows at a time; Slack pages through the rest. */
  tablePage: 10,
  pageBesidePicture: 5,
  /** Rows shown of a result that does not fit: the file has all. */
  firstRows: 20,
  /** Longer labels are shortened by Slack's own buttons. */
  buttonText: 30,
  buttonsInRow: 5,
  menu: 12,
} as const
