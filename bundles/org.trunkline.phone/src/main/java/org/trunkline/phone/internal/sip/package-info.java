/** SIP over WebSocket (RFC 7118): connection, transactions, registration and calls. All on the thread of the phone. */
@NullMarked
package org.trunkline.phone.internal.sip;

import org.jspecify.annotations.NullMarked;
