// read.mjs MODULE PACKAGE: what anki-reader, which shares no code with Anki,
// finds in a package, as JSON.
import { readFile } from "node:fs/promises";

const reader = await import(process.argv[2]);
const bytes = await readFile(process.argv[3]);
const { collection, media } = await reader.readAnkiPackage(new Blob([bytes]));
const decks = {};
for (const deck of Object.values(collection.getDecks()))
  decks[deck.getRawDeck().name] = Object.keys(deck.getCards()).length;
console.log(JSON.stringify({ decks, media: Object.keys(media) }));
