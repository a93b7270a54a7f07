#include <libpq-fe.h>

/* Notices of the server are not written to the standard error stream. */
static inline void tautband_ignore_notice(void *argument, const PGresult *result) { (void)argument; (void)result; }
static inline void tautband_silence(PGconn *connection) { PQsetNoticeReceiver(connection, tautband_ignore_notice, 0); }
