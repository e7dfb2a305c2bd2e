/** Requests and events of the admin API. */
@NullMarked
package org.trunkline.spi.http;

import org.jspecify.annotations.NullMarked;
