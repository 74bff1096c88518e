using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Runtime.InteropServices;
using System.Threading.Tasks;
using Octavo.Generator.Tests.ArmCheck;
using Octavo.Harness;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Kernels;

/// <summary>Executes the Arm kernels, under emulation if need be, on random cases: they must write the same bits as the scalar kernels of this processor.</summary>
public sealed unsafe class ArmTests
{
    const int Cases = 1000;
    const int Skipped = 77;

    static readonly InstructionSet[] sets = [InstructionSet.Scalar, InstructionSet.AdvSimd, InstructionSet.ArmDp];

    [SkippableFact]
    public void Arm_kernels_write_the_bits_of_the_scalar_kernels_of_this_processor()
    {
        Family[] families = Enum.GetValues<Family>();
        Dictionary<(Family, int), string> expected = ScalarDigests(families);

        string[] lines = RunCheck([families.Length, Cases, .. sets.Select(set => (int)set)]);

        Assert.Equal(families.Length * Cases * sets.Length, lines.Length);
        List<string> differences = [];
        foreach (string line in lines)
        {
            string[] fields = line.Split(' ');
            var family = (Family)int.Parse(fields[0]);
            int number = int.Parse(fields[2]);
            if (fields[3] != expected[(family, number)])
            {
                differences.Add($"{family} case {number} on {(InstructionSet)int.Parse(fields[1])}");
            }
        }

        Assert.Empty(differences);
    }

    static Dictionary<(Family, int), string> ScalarDigests(Family[] families)
    {
        byte* memory = (byte*)NativeMemory.AlignedAlloc(Scratch.Length, 64);
        try
        {
            Dictionary<(Family, int), string> digests = [];
            foreach (Family family in families)
            {
                for (int number = 0; number < Cases; number++)
                {
                    digests.Add((family, number), Families.Digest(family, InstructionSet.Scalar, number, new Scratch(memory, Scratch.Length)).ToString("x16"));
                }
            }

            return digests;
        }
        finally
        {
            NativeMemory.AlignedFree(memory);
        }
    }

    static string[] RunCheck(IEnumerable<int> arguments)
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "The Arm check is a bash script for Linux.");
        string script = Repository.PathOf("Generator.Tests", "ArmCheck", "check.sh");
        var start = new ProcessStartInfo("bash", [script, .. arguments.Select(argument => argument.ToString())])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // A test host inherits settings of the build that started it, which are not for the build that the script starts.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Skip.If(process.ExitCode == Skipped, errors.Result.Trim());
        Assert.True(process.ExitCode == 0, $"check.sh ended with {process.ExitCode}: {errors.Result}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
