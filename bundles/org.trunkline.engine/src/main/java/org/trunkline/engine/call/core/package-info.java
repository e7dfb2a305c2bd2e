/** What all services of a call work on: its legs, media, record and life. */
@NullMarked
package org.trunkline.engine.call.core;

import org.jspecify.annotations.NullMarked;
