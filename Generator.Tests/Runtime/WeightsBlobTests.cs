using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Runtime;

public unsafe class WeightsBlobTests
{
    private static readonly byte[] Hash = Loops.RandomBytes(32);
    private static readonly byte[] Payload = Loops.RandomBytes(1000, 2);

    [Fact]
    public void AlignedMemoryIsReadInPlace()
    {
        using var memory = new NativeBuffer<byte>(Blob());
        using var stream = new UnmanagedMemoryStream(memory.Pointer, memory.Length);
        Assert.Equal((nint)(memory.Pointer + WeightsBlob.HeaderLength), (nint)WeightsBlob.Load(stream, "m", Hash, Payload.Length));
    }

    [Fact]
    public void UnalignedMemoryAndOtherStreamsAreCopiedToAlignedMemory()
    {
        using var memory = new NativeBuffer<byte>(new byte[] { 0 }.Concat(Blob()).ToArray());
        using var unaligned = new UnmanagedMemoryStream(memory.Pointer + 1, memory.Length - 1);
        using var managed = new MemoryStream(Blob());
        foreach (Stream stream in new Stream[] { unaligned, managed })
        {
            byte* payload = WeightsBlob.Load(stream, "m", Hash, Payload.Length);
            Assert.Equal(0, (nint)payload % 64);
            Assert.Equal(Payload, new ReadOnlySpan<byte>(payload, Payload.Length).ToArray());
            NativeMemory.AlignedFree(payload);
        }
    }

    [Theory]
    [InlineData(0, "not a weights blob")]
    [InlineData(4, "format")]
    [InlineData(8, "bytes where the code expects")]
    [InlineData(16, "another version of the model")]
    [InlineData(47, "another version of the model")]
    public void AForeignHeaderIsRefused(int offset, string reason)
    {
        byte[] blob = Blob();
        blob[offset] ^= 1;
        AssertRefused(blob, reason);
    }

    [Fact]
    public void ATruncatedBlobIsRefused()
    {
        AssertRefused(Blob()[..^1], "999 of 1000 bytes");
        AssertRefused(Blob()[..20], "do not hold a header");
    }

    [Fact]
    public void AMissingResourceIsRefused()
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => { WeightsBlob.Load(typeof(WeightsBlob).Assembly, "none.weights", Hash, 0); });
        Assert.Contains("none.weights", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("rebuild the project", refusal.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(byte[] blob, string reason)
    {
        var refusal = Assert.Throws<InvalidOperationException>(() => { WeightsBlob.Load(new MemoryStream(blob), "m", Hash, Payload.Length); });
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    private static byte[] Blob() =>
    [
        .. "OCTW"u8, .. BitConverter.GetBytes(WeightsBlob.Version), .. BitConverter.GetBytes((long)Payload.Length), .. Hash, .. new byte[16], .. Payload,
    ];
}
