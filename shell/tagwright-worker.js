// The program without a page, in a Web Worker: the element starts it with the compiled program, the program then hears the
// page's wishes by itself. No logic here.
const waiting = [];
let deliver = message => waiting.push(message);

addEventListener('message', async ({ data }) => {
  if (!data.module) { deliver(data); return; }
  try {
    const { default: factory } = await import('./tagwright.js' + new URL(import.meta.url).search);
    const host = { worker: true, database: data.database, post: text => postMessage(text), emit() {} };
    await factory({
      tw: host,
      instantiateWasm: (imports, done) => { WebAssembly.instantiate(data.module, imports).then(made => done(made, data.module)); return {}; },
    });
    deliver = ({ text, files }) => host.api.message(text, files);
    for (const message of waiting.splice(0)) deliver(message);
  } catch (error) {
    postMessage(JSON.stringify({ failed: true, message: String(error) }));
  }
});
