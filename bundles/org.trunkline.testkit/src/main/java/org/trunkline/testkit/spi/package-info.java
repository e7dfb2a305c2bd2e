/** What each provider of an extension point must do, as tests to extend. */
@NullMarked
package org.trunkline.testkit.spi;

import org.jspecify.annotations.NullMarked;
