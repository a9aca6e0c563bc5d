import { runServer } from "bandoneon";
import { MyDevice } from "./my-device.js";

// The command line is that of every Tango server; the server is called MyDevice/INSTANCE.
await runServer([MyDevice], { executable: "MyDevice" });
