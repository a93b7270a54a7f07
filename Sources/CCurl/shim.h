#include <curl/curl.h>

/* Swift does not import functions with a variable number of arguments: one function for each type of option. */
static inline CURLcode tautband_set_long(CURL *handle, CURLoption option, long value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tautband_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tautband_set_text(CURL *handle, CURLoption option, const char *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tautband_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tautband_set_context(CURL *handle, CURLoption option, void *value) {
    return curl_easy_setopt(handle, option, value);
}
static inline CURLcode tautband_set_buffer(CURL *handle, CURLoption option, char *value) {
    return curl_easy_setopt(handle, option, value);
}

/* Of the calls back. */
typedef size_t (*tautband_transfer)(char *bytes, size_t size, size_t count, void *context);
typedef int (*tautband_trace)(CURL *handle, curl_infotype kind, char *bytes, size_t count, void *context);
typedef int (*tautband_progress)(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d);

static inline CURLcode tautband_set_transfer(CURL *handle, CURLoption option, tautband_transfer function) {
    return curl_easy_setopt(handle, option, function);
}
static inline CURLcode tautband_set_trace(CURL *handle, tautband_trace function) {
    return curl_easy_setopt(handle, CURLOPT_DEBUGFUNCTION, function);
}
static inline CURLcode tautband_set_progress(CURL *handle, tautband_progress function) {
    return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, function);
}

/* How many connections the last transfer made: 0 when it used one that stood already. */
static inline long tautband_connections(CURL *handle) {
    long count = 0;
    curl_easy_getinfo(handle, CURLINFO_NUM_CONNECTS, &count);
    return count;
}

/* Asked for the socket of each connection, with the address it goes to: the place to refuse addresses. */
typedef curl_socket_t (*tautband_opener)(void *context, curlsocktype purpose, struct curl_sockaddr *address);

static inline CURLcode tautband_set_opener(CURL *handle, tautband_opener function) {
    return curl_easy_setopt(handle, CURLOPT_OPENSOCKETFUNCTION, function);
}
