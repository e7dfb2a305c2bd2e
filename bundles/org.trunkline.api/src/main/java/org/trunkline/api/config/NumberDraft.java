package org.trunkline.api.config;

/** A number to save. @param number E.164 with the plus; spaces, hyphens and brackets are taken out */
public record NumberDraft(String number, String subscriber) {}
