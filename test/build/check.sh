#!/bin/bash
# check.sh - what users get: packs the build, installs the tarball in an empty folder, without any registry, and uses it
# there.
#
#   check.sh [HOST:PORT...]   the sys/tg_test/1 of these Tango systems is read, too
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
folder=$(mktemp -d)
die() { echo "build: error: $*" >&2; exit 1; }
finish() {
  # The variables are gone when the process is.
  if [ -n "${DEVICE_PID:-}" ]; then eval "exec ${DEVICE[1]}>&-"; fi
  if [ -n "${server:-}" ]; then kill -- "-$server" || true; fi
  rm -rf "$folder"
}
trap finish EXIT

npm run --silent build < /dev/null
tarball=$(npm pack --silent --pack-destination "$folder" < /dev/null)
mkdir "$folder/user"
cp test/build/use-by-import.mjs test/build/use-by-require.cjs test/build/pool-tasks.mjs test/build/pool-tasks.cjs "$folder/user/"
cd "$folder/user"
echo '{ "private": true }' > package.json
npm install --silent --offline --no-audit --no-fund --ignore-scripts "../$tarball" < /dev/null

# The types are those of the README, in a project of a user that is as strict as can be.
cat > use-types.ts << 'END'
import { DeviceProxy, TangoThreadPool } from "bandoneon";
import { interface_, long, op } from "bandoneon/giop";
import { Orb } from "bandoneon/iiop";
import { runInOrbContext } from "bandoneon/threading";

const Adder = interface_("IDL:Demo/Adder:1.0", { add: op([["a", long], ["b", long]], long) });
const orb = new Orb();
export const sum: Promise<number> = orb.proxy(Adder, "corbaloc::host:1/adder").add(1, 2);
interface Tasks { scan(device: string, points: number): Promise<Float64Array> }
export const scan: Promise<Float64Array> = new TangoThreadPool<Tasks>("/tasks.js").submit("scan", "a/b/c", 100);
export const name: Promise<string> = runInOrbContext(async () => new DeviceProxy("a/b/c").name());
END
cat > tsconfig.json << END
{ "compilerOptions": { "noEmit": true, "strict": true, "skipLibCheck": false, "target": "es2022", "module": "nodenext",
  "lib": ["es2023", "esnext.disposable"], "types": ["node"], "typeRoots": ["$root/node_modules/@types"] }, "include": ["use-types.ts"] }
END
"$root/node_modules/.bin/tsc" -p . || die "the types of the package do not compile as the README uses them"

coproc DEVICE { cd "$root" && exec node --import tsx test/build/serve-device.ts; }
read -r name <&"${DEVICE[0]}" || die "the device to be read does not start"
node use-by-import.mjs "$name"
node use-by-require.cjs "$name"
version=$(node -p 'require("bandoneon/package.json").version')
bandoneon() { npx --no-install bandoneon "$@" < /dev/null; }
[ "$(bandoneon --version)" = "$version" ] || die "bandoneon --version is not $version but $(bandoneon --version)"
[[ $(bandoneon --help) == *"bandoneon read "* ]] || die "bandoneon --help shows no example"
reading=$(bandoneon read "${name/\#//level#}") || die "bandoneon cannot read ${name/\#//level#}"
[[ $reading == *1.5* ]] || die "bandoneon reads: $reading"

# A new device server as the command writes it. What its "npm install" would bring is there already: this package, and the
# compiler and the types of Node that this project uses.
bandoneon new-server PowerSupply > /dev/null
ln -s "$root/node_modules/typescript" "$root/node_modules/@types" node_modules/
ln -s ../typescript/bin/tsc node_modules/.bin/tsc
(cd PowerSupply && npm test --silent < /dev/null) > test.log || { cat test.log >&2; die "the test of a new device server fails"; }
(cd PowerSupply && exec setsid npm start --silent < /dev/null) > server.log 2>&1 & server=$!
for ((tries = 0; tries < 300; tries++)); do
  ! grep -q "^Ready to accept request" server.log || break
  sleep 0.1
done
address=$(sed -n 's/^Listening at giop:tcp://p' server.log)
[ -n "$address" ] || { cat server.log >&2; die "a new device server does not start"; }
count=$(bandoneon cmd "tango://$address/test/powersupply/1#dbase=no" Add) || die "a new device server does not answer"
[ "$count" = 1 ] || die "a new device server counts to $count"
kill -- "-$server"
wait "$server" || true
server=

for host in "$@"; do
  bandoneon --tango-host "$host" read --json sys/tg_test/1/double_scalar > /dev/null || die "bandoneon cannot read sys/tg_test/1 of $host"
  echo "build: read sys/tg_test/1 of $host"
done
echo "build: the package works; $(du -k "../$tarball" | cut -f1) kB packed"
