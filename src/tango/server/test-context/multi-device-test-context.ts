import { TestContext, type TestContextOptions } from "./test-context.ts";
import type { TestedClass } from "./tested-devices.ts";

/**
 * Devices for a test: a server in this process, at a free port of the loopback interface, without a Tango database. What it writes to its
 * database stays in memory, over stops and starts of the same context.
 *
 * ```ts
 * await using context = await MultiDeviceTestContext.start([
 *   { class: PowerSupply, devices: [{ name: "test/supply/1", properties: { host: "localhost" } }] },
 *   { class: Magnet, devices: ["test/magnet/1", "test/magnet/2"] },
 * ]);
 * await context.getDevice("test/supply/1").writeAttribute("current", 3);
 * ```
 * There may be any number of contexts at once. The proxies of others that devices make end with their server.
 */
export class MultiDeviceTestContext extends TestContext {
  /**
   * Throws a TypeError where there is no class, or one twice or without devices; WrongData for what cannot be a property, DevFailed
   * API_WrongCmdLineArgs for a malformed or repeated name of a device.
   */
  constructor(classes: readonly TestedClass[], options: TestContextOptions = {}) {
    super(classes, options);
  }

  /** A context that has started: see the constructor and `start` of the object. */
  static async start(
    classes: readonly TestedClass[],
    options?: TestContextOptions,
  ): Promise<MultiDeviceTestContext> {
    const context = new MultiDeviceTestContext(classes, options);
    await context.start();
    return context;
  }
}
