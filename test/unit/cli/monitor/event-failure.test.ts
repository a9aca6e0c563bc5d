import assert from "node:assert/strict";
import { test } from "node:test";
import { failureText } from "../../../../src/cli/monitor/event-failure.ts";
import { devError } from "../../../../src/tango/error/dev-error.ts";

test("tells the cause that says most, in one line", () => {
  const subscription = devError("API_CantConnectToDevice", "Can't subscribe\nCheck that it runs", "a");
  const transport = devError("API_CorbaException", "TRANSIENT", "b");
  const database = devError("API_CantConnectToDatabase", "Failed to connect to database on host h", "c");
  const unknown = devError("DB_DeviceNotDefined", "device a/b/c not defined", "d");
  assert.equal(
    failureText([subscription, transport]),
    "API_CantConnectToDevice: Can't subscribe Check that it runs",
  );
  assert.equal(
    failureText([subscription, transport, database]),
    "API_CantConnectToDatabase: Failed to connect to database on host h",
  );
  assert.equal(failureText([subscription, unknown]), "DB_DeviceNotDefined: device a/b/c not defined");
  const unpolled = devError("API_AttributePollingNotStarted", "the polling is not started", "e");
  assert.match(failureText([unpolled]), /^no events: .* \(API_AttributePollingNotStarted\)$/);
});
