// libcurl's setters and getters take any type after the option, which Swift cannot call and no
// compiler checks. These wrappers give each kind of value a name; they decide nothing.
#pragma once
#include <curl/curl.h>

// Called with each piece of the answer; returns how much was taken, anything else aborts.
typedef size_t (*ccurl_taker)(char *bytes, size_t size, size_t count, void *context);

// Called when a connection stands and the request is about to be sent on it.
typedef int (*ccurl_before_sending)(
    void *context, char *remote, char *local, int remote_port, int local_port);

CURLcode ccurl_set_number(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_text(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_headers(CURL *easy, struct curl_slist *headers);
// Copies the bytes.
CURLcode ccurl_set_post_body(CURL *easy, const void *bytes, long length);
CURLcode ccurl_set_callbacks(
    CURL *easy, ccurl_taker body, ccurl_taker header, ccurl_before_sending before, void *context);

CURLcode ccurl_get_number(CURL *easy, CURLINFO info, long *value);

CURLMcode ccurl_set_multi_number(CURLM *multi, CURLMoption option, long value);
// The next finished transfer: 1 and its handle and result, or 0 when there is none.
int ccurl_next_finished(CURLM *multi, CURL **easy, CURLcode *result);
