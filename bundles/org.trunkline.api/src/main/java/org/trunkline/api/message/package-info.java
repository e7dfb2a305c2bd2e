/** Text messages: how many there are, and which wait for their recipients. */
@NullMarked
package org.trunkline.api.message;

import org.jspecify.annotations.NullMarked;
