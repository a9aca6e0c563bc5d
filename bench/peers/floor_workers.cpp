// What no client can be much faster than: six workers that know nothing of Tango. Each has a connection of its own, writes the octets of one
// request, waits in `recv` for the reply, looks at the length in its header alone, and writes the same octets again.
//
//   floor_workers PORT process|thread SECONDS REQUEST_IN_HEX
//
// Prints one line, as bandoneon-workers.mjs does; memory and a pool it has none of.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

using Clock = std::chrono::steady_clock;

static const int WORKERS = 6;
static const size_t HEADER_SIZE = 12;

struct Report {
  long reads;
  double first;
};

static double since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

static void fail(const char *what) {
  std::perror(what);
  std::exit(1);
}

static std::string from_hex(const std::string &hex) {
  std::string octets;
  for (size_t i = 0; i + 1 < hex.size(); i += 2) octets += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
  return octets;
}

static int connected(int port) {
  const int connection = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(connection, reinterpret_cast<sockaddr *>(&address), sizeof address) != 0) fail("connect");
  const int on = 1;
  setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return connection;
}

static void call(int connection, const std::string &request) {
  if (send(connection, request.data(), request.size(), 0) != static_cast<ssize_t>(request.size())) fail("send");
  char reply[4096];
  size_t received = 0, size = HEADER_SIZE;
  while (received < size) {
    const ssize_t count = recv(connection, reply + received, sizeof reply - received, 0);
    if (count <= 0) fail("recv");
    received += count;
    if (received < HEADER_SIZE) continue;
    uint32_t body;
    std::memcpy(&body, reply + 8, sizeof body);
    size = HEADER_SIZE + ((reply[6] & 1) != 0 ? body : ntohl(body));
    if (size > sizeof reply) fail("a reply that is too long");
  }
}

static void work(int port, const std::string &request, double seconds, Clock::time_point begin, Report &report) {
  const int connection = connected(port);
  call(connection, request);
  report.first = since(begin);
  report.reads = 1;
  for (const auto start = Clock::now(); since(start) < seconds; report.reads++) call(connection, request);
  close(connection);
}

int main(int argc, char **argv) {
  if (argc != 5) {
    std::fprintf(stderr, "usage: floor_workers PORT process|thread SECONDS REQUEST_IN_HEX\n");
    return 2;
  }
  const int port = std::atoi(argv[1]);
  const bool in_processes = std::strcmp(argv[2], "process") == 0;
  const double seconds = std::atof(argv[3]);
  const std::string request = from_hex(argv[4]);
  void *shared = mmap(nullptr, WORKERS * sizeof(Report), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  Report *reports = static_cast<Report *>(shared);
  const auto begin = Clock::now();
  if (in_processes) {
    for (int i = 0; i < WORKERS; i++) {
      if (fork() != 0) continue;
      work(port, request, seconds, begin, reports[i]);
      _exit(0);
    }
    for (int i = 0; i < WORKERS; i++) {
      int status;
      if (wait(&status) < 0 || status != 0) return 1;
    }
  } else {
    std::vector<std::thread> threads;
    for (int i = 0; i < WORKERS; i++) threads.emplace_back([&, i] { work(port, request, seconds, begin, reports[i]); });
    for (auto &thread : threads) thread.join();
  }
  const double wall = since(begin);
  std::sort(reports, reports + WORKERS, [](const Report &a, const Report &b) { return a.first < b.first; });
  long reads = 0;
  for (int i = 0; i < WORKERS; i++) reads += reports[i].reads;
  std::printf("{\"rate\": %f, \"programRate\": %f, \"firstMs\": %f, \"rssBytes\": 0, \"warmUs\": 0}\n", reads / seconds,
              reads / wall, reports[WORKERS / 2].first * 1000);
}
