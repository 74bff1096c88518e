using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Octavo.Compiler.Codegen.Weights;

/// <summary>A part of the weights blob.</summary>
/// <param name="Owner">The node that it was made for.</param>
/// <param name="Offset">In bytes, in the payload.</param>
/// <param name="Length">In bytes.</param>
/// <param name="Pack">Gives the contents.</param>
internal sealed record WeightsSection(string Owner, long Offset, int Length, Func<byte[]> Pack);

/// <summary>
/// Lays out the weights blob: sections at multiples of 64 bytes behind the header that Runtime's WeightsBlob checks. Offsets are known at once; the
/// contents are packed when the blob is asked for, so that writing C# costs no packing.
/// </summary>
internal class WeightsBuilder
{
    public const int Alignment = 64;

    // The header as Runtime's WeightsBlob documents it: magic, format version, payload length, model hash, zeros.
    private const int HeaderBytes = 64;
    private const int FormatVersion = 1;

    private readonly List<WeightsSection> _sections = [];

    /// <summary>Whose sections are being added, for messages.</summary>
    public string Owner { get; set; } = "";

    /// <summary>The length of the payload, without the header.</summary>
    public long Length { get; protected set; }

    public IReadOnlyList<WeightsSection> Sections => _sections;

    /// <summary>Whether programs of many lengths share the blob, so that what depends on the length is kept for each.</summary>
    public virtual bool ServesManyLengths => false;

    /// <summary>Reserves a section; returns its offset in the payload.</summary>
    public long Add(int length, Func<byte[]> pack)
    {
        long offset = Reserve(length);
        _sections.Add(new WeightsSection(Owner, offset, length, pack));
        return offset;
    }

    /// <summary>Reserves a section for values that exist already.</summary>
    public long Add<T>(T[] values)
        where T : unmanaged
        => Add(checked(values.Length * Marshal.SizeOf<T>()), () => BytesOf(values));

    public static byte[] BytesOf<T>(T[] values)
        where T : unmanaged
        => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    /// <summary>The whole blob for a model with the given SHA-256.</summary>
    public byte[] Build(byte[] modelHash)
    {
        byte[] blob = new byte[checked(HeaderBytes + Length)];
        "OCTW"u8.CopyTo(blob);
        BitConverter.GetBytes(FormatVersion).CopyTo(blob, 4);
        BitConverter.GetBytes(Length).CopyTo(blob, 8);
        modelHash.CopyTo(blob, 16);
        foreach (WeightsSection section in Contents())
        {
            byte[] bytes = section.Pack();
            if (bytes.Length != section.Length)
            {
                throw new InvalidOperationException($"A section of {section.Length} bytes was packed into {bytes.Length}.");
            }

            bytes.CopyTo(blob, HeaderBytes + section.Offset);
        }

        return blob;
    }

    /// <summary>The offset of the next section.</summary>
    protected virtual long Reserve(int length)
    {
        long offset = Length;
        Length = Aligned(offset + length);
        return offset;
    }

    /// <summary>What the blob holds.</summary>
    protected virtual IEnumerable<WeightsSection> Contents() => _sections;

    protected static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;
}
