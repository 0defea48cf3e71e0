import { bucketOfPage, changeBucket, type Bucket } from './bucket';
import { copyOf, PIECE_BYTES_MAX } from './bucket-pieces';
import { changePage, PageOut, type LeafChange } from './change-page';
import { makeWords } from './hash-words';
import { NumberIndex } from './number-index';
import { PlacedPage } from './placed-page';

/** For so many bytes a changed bucket there is room from the first one on. */
const PAGE_BYTES = 640;
const ROOM_BYTES_MAX = 2 ** 21;
const NOTHING = new Int32Array(0);

/** Pages that a version of the state changed, by the number of their bucket: all but long ones in one piece of memory, for a block changes thousands. */
export class ChangedPages {
  readonly #index = new NumberIndex();
  /** Where each page starts and ends, by its place in the index. */
  #spans = NOTHING;
  readonly #out: PageOut;
  readonly #long = new Map<number, Bucket>();

  /** @param about how many */
  constructor(about: number, out = PageOut.forAbout(Math.min(about * PAGE_BYTES, ROOM_BYTES_MAX))) {
    this.#out = out;
  }

  /** How many entries more there are than in the pages before they were changed. */
  get entriesMore(): number {
    return this.#out.entriesMore;
  }

  /** @returns whether the bucket's page is one of these */
  locate(bucket: number, into: PlacedPage): boolean {
    const place = this.#index.find(bucket);
    if (place < 0) return false;
    this.#fill(place, bucket, into);
    return true;
  }

  /** @param changes see changePage @returns the root of the bucket */
  change(bucket: number, before: PlacedPage, changes: readonly LeafChange[], first: number, last: number): string {
    if (before.long !== undefined) {
      const after = changeBucket(before.long, changes, first, last);
      this.#out.entriesMore += after.count - before.long.count;
      this.#put(bucket, PlacedPage.of(after));
      return after.root;
    }
    const from = this.#out.at;
    changePage(before.bytes, before.from, before.to, changes, first, last, this.#out);
    const page = made.set(this.#out.bytes, from, this.#out.at);
    if (page.length <= PIECE_BYTES_MAX) this.#enter(bucket, page);
    else {
      this.#out.at = from;
      this.#put(bucket, page.setBucket(bucketOfPage(copyOf(page.bytes, page.from, page.to))));
    }
    return page.root;
  }

  /** Nothing is changed any more: gives room back that is left over. */
  finish(): void {
    this.#out.fit();
    made.setEmpty();
  }

  /** The same pages, for a trie of twice as many buckets; these are not used any more. */
  halved(bit: number, told: (bucket: number, root: string) => void): ChangedPages {
    const halves = new ChangedPages(0, this.#out);
    this.each((bucket, page) => {
      page.split(bit).forEach((half, side) => {
        halves.#put(2 * bucket + side, half);
        told(2 * bucket + side, half.root);
      });
    });
    return halves;
  }

  each(visit: (bucket: number, page: PlacedPage) => void): void {
    const page = new PlacedPage();
    for (let place = 0; place < this.#index.count; place += 1) {
      const bucket = this.#index.numberAt(place);
      this.#fill(place, bucket, page);
      visit(bucket, page);
    }
  }

  #fill(place: number, bucket: number, into: PlacedPage): void {
    const long = this.#long.get(bucket);
    if (long === undefined) into.set(this.#out.bytes, this.#spans[2 * place]!, this.#spans[2 * place + 1]!);
    else into.setLong(long);
  }

  #put(bucket: number, page: PlacedPage): void {
    if (page.long !== undefined) {
      this.#index.place(bucket);
      this.#long.set(bucket, page.long);
      return;
    }
    if (page.bytes === this.#out.bytes) return this.#enter(bucket, page);
    const from = this.#out.at;
    this.#out.copy(page.bytes, page.from, page.to);
    this.#enter(bucket, page.set(this.#out.bytes, from, this.#out.at));
  }

  #enter(bucket: number, { from, to }: PlacedPage): void {
    const place = this.#index.place(bucket);
    if (2 * place >= this.#spans.length) this.#grow();
    this.#spans[2 * place] = from;
    this.#spans[2 * place + 1] = to;
  }

  #grow(): void {
    const spans = this.#spans;
    this.#spans = makeWords(2 * this.#index.room);
    this.#spans.set(spans);
  }
}

const made = new PlacedPage();
