using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>The bytes of Vnni512.bin are what Vnni512.S assembles to.</summary>
public sealed class MachineCodeTests
{
    [SkippableFact]
    public void The_bytes_are_those_of_the_assembly_source()
    {
        using var folder = new TemporaryFolder();
        string source = Path.Combine(Repository.Root, "Runtime", "MachineCode", "Vnni512.S");
        string objectFile = Path.Combine(folder.Root, "code.o"), binary = Path.Combine(folder.Root, "code.bin");
        Skip.IfNot(Runs("as", "--64", source, "-o", objectFile), "There is no assembler for x64.");
        Skip.IfNot(Runs("objcopy", "-O", "binary", "-j", ".text", objectFile, binary), "There is no objcopy.");
        Assert.Equal(File.ReadAllBytes(binary), Vnni512Code.Bytes.ToArray());
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
