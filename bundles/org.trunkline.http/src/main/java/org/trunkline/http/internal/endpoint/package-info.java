/** The admin API: JSON over HTTP, with the JDK's own server. */
@NullMarked
package org.trunkline.http.internal.endpoint;

import org.jspecify.annotations.NullMarked;
