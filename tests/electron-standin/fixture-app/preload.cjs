const { contextBridge, ipcRenderer } = require('electron');

contextBridge.exposeInMainWorld('fixture', {
  invoke: (channel, value) => ipcRenderer.invoke(channel, value),
  onTheme: (listener) => void ipcRenderer.on('theme', (_event, dark) => listener(dark)),
  require: (name) => typeof require(name),
});
