// Our twin of push_server.py, which describes it: the same commands, the same attributes, the same words when it can be called.
import { runServer } from "../../../src/index.ts";
import { EventPusher, InterfaceChanger } from "./pushing-devices.ts";

const args = process.argv.slice(2);
await runServer([EventPusher, InterfaceChanger], {
  args: args.includes("-ORBendPoint") ? args : [...args, "-ORBendPoint", "giop:tcp:127.0.0.1:0"],
  executable: "PushServer",
  onReady({ running }) {
    const names = Array.from(running.devices, ({ name }) => name).filter(
      (name) => !name.startsWith("dserver/"),
    );
    process.stdout.write(`READY ${running.port} ${names.join(",")}\n`);
    // Whoever started it is gone.
    process.stdin.resume().once("end", () => process.exit());
  },
});
// The input would keep it alive.
process.exit();
