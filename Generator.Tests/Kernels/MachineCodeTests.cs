using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>The bytes of machine code are what its source assembles to.</summary>
public sealed class MachineCodeTests
{
    [SkippableTheory]
    [InlineData("Vnni512.S")]
    [InlineData("Vnni512Blocks.S")]
    public void The_bytes_are_those_of_the_assembly_source(string name)
    {
        using var folder = new TemporaryFolder();
        string source = Path.Combine(Repository.Root, "Runtime", "MachineCode", name);
        string objectFile = Path.Combine(folder.Root, "code.o"), binary = Path.Combine(folder.Root, "code.bin");
        Skip.IfNot(Runs("as", "--64", source, "-o", objectFile), "There is no assembler for x64.");
        Skip.IfNot(Runs("objcopy", "-O", "binary", "-j", ".text", objectFile, binary), "There is no objcopy.");
        Assert.Equal(File.ReadAllBytes(binary), (name == "Vnni512.S" ? Vnni512Code.Bytes : Vnni512BlockCode.Bytes).ToArray());
    }

    private static bool Runs(string program, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.StandardError.ReadToEnd();
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
