// SPDX-FileCopyrightText: 2026 The Davit authors
// SPDX-License-Identifier: MIT

// davit-bench-measure: runs a command and tells what it cost.
//
//   davit-bench-measure FILE COMMAND [ARGUMENT...]
//
// Writes one line to FILE: wall, user and system seconds, and peak resident memory in KiB, children included; ends with the command's status.
// A small program of its own, since the peak of a process includes the moments before exec, when it is still a copy of who started it:
// started from Python, curl would be charged Python's memory.

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdio>

int main(int count, char **arguments)
{
    if (count < 3) {
        std::fputs("Usage: davit-bench-measure FILE COMMAND [ARGUMENT...]\n", stderr);
        return 2;
    }
    const auto begun = std::chrono::steady_clock::now();
    const pid_t child = ::fork();
    if (child < 0) {
        std::perror("davit-bench-measure: fork");
        return 1;
    }
    if (child == 0) {
        ::execvp(arguments[2], arguments + 2);
        std::perror(arguments[2]);
        ::_exit(127);
    }
    // Ctrl-C is the command's affair; we stay to report.
    std::signal(SIGINT, SIG_IGN);
    int status = 0;
    rusage usage{};
    while (::wait4(child, &status, 0, &usage) < 0) {
        if (errno != EINTR)
            return 1;
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begun;
    const auto seconds = [](const timeval &time) { return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec); };
    std::FILE *out = std::fopen(arguments[1], "w");
    if (!out) {
        std::perror(arguments[1]);
        return 1;
    }
    std::fprintf(out, "%.6f %.6f %.6f %ld\n", wall.count(), seconds(usage.ru_utime), seconds(usage.ru_stime), usage.ru_maxrss);
    std::fclose(out);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
