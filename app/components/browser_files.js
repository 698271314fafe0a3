// Keeps a person's files in the browser (IndexedDB), and hands them to Python when a session begins.

const entries = new WeakMap();

function asked(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function opened() {
  const request = indexedDB.open("careergraph", 1);
  request.onupgradeneeded = () => request.result.createObjectStore("files");
  return asked(request);
}

/** Run `work` on the files in one transaction; its result once all is written. */
async function files(mode, work) {
  const database = await opened();
  try {
    const transaction = database.transaction("files", mode);
    const written = new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onabort = () => reject(transaction.error);
    });
    const result = await work(transaction.objectStore("files"));
    await written;
    return result;
  } finally {
    database.close();
  }
}

async function kept() {
  return files("readonly", async (store) => {
    const [names, contents] = await Promise.all([asked(store.getAllKeys()), asked(store.getAll())]);
    return Object.fromEntries(names.map((name, place) => [name, contents[place]]));
  });
}

async function change(data, entry) {
  const { put, remove, erase } = data;
  const emptied = erase && erase !== entry.erased;
  entry.erased = erase;
  if (!emptied && !remove.length && !Object.keys(put).length) return;
  const names = await files("readwrite", (store) => {
    if (emptied) store.clear();
    for (const name of remove) store.delete(name);
    for (const [name, content] of Object.entries(put)) store.put(content, name);
    return asked(store.getAllKeys());
  });
  entry.tell.setStateValue("held", names);
}

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  let entry = entries.get(parentElement);
  const tell = { setStateValue, setTriggerValue };
  const refused = () => entry.tell.setStateValue("refused", true); // A private window, or no room left.
  if (!entry) {
    entry = { tell, erased: data.erase, last: Promise.resolve() };
    entries.set(parentElement, entry);
    if (!data.read) {
      entry.last = kept().then((found) => {
        if (Object.keys(found).length) entry.tell.setTriggerValue("files", found);
      }).catch(refused);
    }
  }
  entry.tell = tell;
  entry.last = entry.last.then(() => change(data, entry)).catch(refused);
  return () => entries.delete(parentElement);
}
