package dev.advect.ranks;

/**
 * The cost of the exchanges of a process: their time, bytes, and messages.
 *
 * @param transfer the seconds in which data was under way
 * @param waiting the seconds in which this process waited for others that had not come so far yet
 * @param bytes the number of bytes that this process received
 * @param messages how many times the processes waited for each other
 * @param sums how many times gradients were summed
 * @param summed the bytes of one worker's summands
 */
public record ExchangeTimes(double transfer, double waiting, long bytes, long messages, long sums, long summed) {}
