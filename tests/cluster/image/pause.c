/* SPDX-License-Identifier: Apache-2.0 */
/* The process that holds a pod's namespaces: waits for a signal that ends it, and takes in orphans. */
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

int main(void)
{
	sigset_t wanted;
	int got = 0;

	sigemptyset(&wanted);
	sigaddset(&wanted, SIGTERM);
	sigaddset(&wanted, SIGINT);
	sigaddset(&wanted, SIGCHLD);
	sigprocmask(SIG_BLOCK, &wanted, NULL);
	while (got != SIGTERM && got != SIGINT) {
		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		sigwait(&wanted, &got);
	}
	return 0;
}
