/** An answered call: offers, answers, requests within its dialogs. */
@NullMarked
package org.trunkline.engine.call.session;

import org.jspecify.annotations.NullMarked;
