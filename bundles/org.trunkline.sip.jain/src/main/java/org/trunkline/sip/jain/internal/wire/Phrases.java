package org.trunkline.sip.jain.internal.wire;

/** The reason phrases of the RFCs; the stack's are its own, and for newer statuses there is none. */
public final class Phrases {
    private Phrases() {}

    /** @return that of the class for a status that no RFC names (RFC 3261 §8.1.3.2) */
    public static String of(int status) {
        return switch (status) {
            // RFC 3261 §21 where nothing is said
            case 100 -> "Trying";
            case 180 -> "Ringing";
            case 181 -> "Call Is Being Forwarded";
            case 182 -> "Queued";
            case 183 -> "Session Progress";
            case 199 -> "Early Dialog Terminated"; // RFC 6228 §12
            case 200 -> "OK";
            case 202 -> "Accepted"; // RFC 3265, in use until RFC 6665
            case 204 -> "No Notification"; // RFC 5839 §8
            case 300 -> "Multiple Choices";
            case 301 -> "Moved Permanently";
            case 302 -> "Moved Temporarily";
            case 305 -> "Use Proxy";
            case 380 -> "Alternative Service";
            case 400 -> "Bad Request";
            case 401 -> "Unauthorized";
            case 402 -> "Payment Required";
            case 403 -> "Forbidden";
            case 404 -> "Not Found";
            case 405 -> "Method Not Allowed";
            case 406 -> "Not Acceptable";
            case 407 -> "Proxy Authentication Required";
            case 408 -> "Request Timeout";
            case 410 -> "Gone";
            case 412 -> "Conditional Request Failed"; // RFC 3903 §11.2.1
            case 413 -> "Request Entity Too Large";
            case 414 -> "Request-URI Too Long";
            case 415 -> "Unsupported Media Type";
            case 416 -> "Unsupported URI Scheme";
            case 417 -> "Unknown Resource-Priority"; // RFC 4412 §4.6.2
            case 420 -> "Bad Extension";
            case 421 -> "Extension Required";
            case 422 -> "Session Interval Too Small"; // RFC 4028 §6
            case 423 -> "Interval Too Brief";
            case 428 -> "Use Identity Header"; // RFC 8224 §6.2.2
            case 429 -> "Provide Referrer Identity"; // RFC 3892 §5
            case 430 -> "Flow Failed"; // RFC 5626 §11.3
            case 433 -> "Anonymity Disallowed"; // RFC 5079 §5
            case 436 -> "Bad Identity Info"; // RFC 8224 §6.2.2
            case 437 -> "Unsupported Credential";
            case 438 -> "Invalid Identity Header";
            case 439 -> "First Hop Lacks Outbound Support"; // RFC 5626 §11.6
            case 440 -> "Max-Breadth Exceeded"; // RFC 5393 §5.6
            case 469 -> "Bad Info Package"; // RFC 6086 §4.2.2
            case 470 -> "Consent Needed"; // RFC 5360 §5.9.2
            case 480 -> "Temporarily Unavailable";
            case 481 -> "Call/Transaction Does Not Exist";
            case 482 -> "Loop Detected";
            case 483 -> "Too Many Hops";
            case 484 -> "Address Incomplete";
            case 485 -> "Ambiguous";
            case 486 -> "Busy Here";
            case 487 -> "Request Terminated";
            case 488 -> "Not Acceptable Here";
            case 489 -> "Bad Event"; // RFC 6665 §8.3.2
            case 491 -> "Request Pending";
            case 493 -> "Undecipherable";
            case 494 -> "Security Agreement Required"; // RFC 3329 §2.3.1
            case 500 -> "Server Internal Error";
            case 501 -> "Not Implemented";
            case 502 -> "Bad Gateway";
            case 503 -> "Service Unavailable";
            case 504 -> "Server Time-out";
            case 505 -> "Version Not Supported";
            case 513 -> "Message Too Large";
            case 555 -> "Push Notification Service Not Supported"; // RFC 8599 §4.1.2
            case 580 -> "Precondition Failure"; // RFC 3312 §8
            case 600 -> "Busy Everywhere";
            case 603 -> "Decline";
            case 604 -> "Does Not Exist Anywhere";
            case 606 -> "Not Acceptable";
            case 607 -> "Unwanted"; // RFC 8197 §4
            case 608 -> "Rejected"; // RFC 8688 §3
            default -> ofClass(status / 100);
        };
    }

    private static String ofClass(int hundreds) {
        return switch (hundreds) {
            case 1 -> "Session Progress";
            case 2 -> "OK";
            case 3 -> "Multiple Choices";
            case 4 -> "Bad Request";
            case 5 -> "Server Internal Error";
            default -> "Busy Everywhere";
        };
    }
}
