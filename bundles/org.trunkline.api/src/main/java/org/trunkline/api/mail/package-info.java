/** Mail by the mail server of the node. */
@NullMarked
package org.trunkline.api.mail;

import org.jspecify.annotations.NullMarked;
