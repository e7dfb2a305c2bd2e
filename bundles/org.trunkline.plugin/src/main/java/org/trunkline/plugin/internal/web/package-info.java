/** Requests and events of plug-ins. */
@NullMarked
package org.trunkline.plugin.internal.web;

import org.jspecify.annotations.NullMarked;
