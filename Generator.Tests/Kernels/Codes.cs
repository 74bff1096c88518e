using System;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

internal static class Codes
{
    /// <summary>Fails at the first byte that differs.</summary>
    public static void AssertEqual(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual, string what)
    {
        int same = expected.CommonPrefixLength(actual);
        Assert.True(same == expected.Length, $"{what}: byte {same} of {expected.Length} is {(same < actual.Length ? actual[same] : -1)} instead of {(same < expected.Length ? expected[same] : -1)}.");
    }
}
