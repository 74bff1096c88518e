using System.Runtime.InteropServices;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>What main.c calls.</summary>
internal static unsafe class Exports
{
    [UnmanagedCallersOnly(EntryPoint = "octavo_scratch_length")]
    static nint ScratchLength() => Scratch.Length;

    [UnmanagedCallersOnly(EntryPoint = "octavo_digest")]
    static ulong Digest(int family, int set, int number, byte* memory, nint length) =>
        Families.Digest((Family)family, (InstructionSet)set, number, new Scratch(memory, length));
}
