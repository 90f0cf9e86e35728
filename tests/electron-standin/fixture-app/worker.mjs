process.parentPort.once('message', ({ data }) => {
  process.parentPort.postMessage(data.reduce((sum, number) => sum + number, 0));
  process.exit(0);
});
