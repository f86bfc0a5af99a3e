namespace ExactGN.Cli.Tests;

/// <summary>
/// A libtorch of one's own, in programs that have none: taken whole, or refused in one sentence with nothing loaded.
/// All on the CPU.
/// </summary>
[Trait("Category", "Full")]
public sealed class ExternalLibTorchTests(GpuFolder gpu) : IClassFixture<GpuFolder>
{
    private const string Program = "bin/ExactGN.Cli";

    private string Own => $"EXACTGN_LIBTORCH={gpu.LibTorch}";

    [SkippableFact]
    public void The_folder_is_small_and_brings_no_libtorch()
    {
        OnLinux();

        Assert.InRange(new FileInfo(gpu.Folder + ".tar.xz").Length, 1, 40_000_000);
        Assert.InRange(new FileInfo(gpu.Folder + ".tar.gz").Length, 1, 48_000_000);
        Assert.DoesNotContain(Directory.GetFiles(gpu.Folder, "*", SearchOption.AllDirectories), file =>
            Path.GetFileName(file).StartsWith("libtorch", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void The_doctor_names_it_and_reproduce_trains_with_it()
    {
        OnLinux();

        var doctor = gpu.Run([Own], Program, "doctor");
        Assert.True(doctor.ExitCode == 0, doctor.ToString());
        Assert.Says($"{gpu.LibTorch} (EXACTGN_LIBTORCH)", doctor.Output);
        Assert.Says("float64 and float32", doctor.Output);

        var place = gpu.Beside("trained");
        var reproduction = gpu.Run([Own], Program, "reproduce", "EXP-1", "--sweep", "off", "--seeds", "42", "--out",
            place);
        Assert.True(reproduction.ExitCode == 0, reproduction.ToString());
        Assert.Says("(EXACTGN_LIBTORCH)", File.ReadAllText(Assert.Single(Directory.GetFiles(place, "manifest.json"))));
        Assert.SaysNot(gpu.LibTorch, File.ReadAllText(Path.Combine(place, "manifest.json")));
    }

    [SkippableFact]
    public void Where_none_is_named_another_in_the_systems_own_path_is_not_taken()
    {
        OnLinux();
        var path = $"LD_LIBRARY_PATH={gpu.LibTorch}";

        PlainFailure.IsOneSentence(gpu.Run([path], Program, "reproduce", "--out", gpu.Beside("none")),
            "built without a libtorch", "EXACTGN_LIBTORCH");
        Assert.Empty(Directory.GetFileSystemEntries(gpu.Beside("none")));

        var doctor = gpu.Run([path], Program, "doctor");
        Assert.Equal(1, doctor.ExitCode);
        Assert.Single(doctor.Lines, line => line.StartsWith("Problem: ", StringComparison.Ordinal));
        Assert.SaysNot("TorchBackend=cuda", doctor.Output);

        // Nor beside one that is named: this one would not even load.
        var other = gpu.Beside("other");
        File.WriteAllText(Path.Combine(other, "libtorch_cpu.so"), "none");
        Assert.Equal(0,
            gpu.Run([Own, $"LD_LIBRARY_PATH={other}"], Program, "crosscheck",
                Path.Combine(ExactGnProgram.OracleFolder, "case01.json")).ExitCode);
    }

    [SkippableFact]
    public void A_folder_that_is_none_or_has_none_or_a_cut_one_is_refused()
    {
        OnLinux();
        var cut = gpu.Beside("cut");
        GpuFolder.Fill(cut, "libtorch_cpu.so");
        using (var part = File.Create(Path.Combine(cut, "libtorch_cpu.so")))
        using (var whole = File.OpenRead(Path.Combine(gpu.LibTorch, "libtorch_cpu.so")))
        {
            var bytes = new byte[100_000];
            whole.ReadExactly(bytes);
            part.Write(bytes);
        }

        PlainFailure.IsOneSentence(gpu.Run(["EXACTGN_LIBTORCH=/absent"], Program, "reproduce"),
            "names '/absent', and there is no such folder");
        PlainFailure.IsOneSentence(gpu.Run([$"EXACTGN_LIBTORCH={gpu.Beside("empty")}"], Program, "reproduce"),
            "libc10.so, libtorch_cpu.so, libtorch.so are missing");
        PlainFailure.IsOneSentence(gpu.Run([$"EXACTGN_LIBTORCH={cut}"], Program, "reproduce"),
            "libtorch_cpu.so is cut");
        PlainFailure.IsOneSentence(gpu.Run([$"EXACTGN_LIBTORCH={cut}"], Program, "claims"), "libtorch_cpu.so is cut");
        Assert.Contains(gpu.Run([$"EXACTGN_LIBTORCH={cut}"], Program, "doctor").Lines, line =>
            line.StartsWith("Problem: EXACTGN_LIBTORCH", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void A_libtorch_for_the_CPU_has_no_CUDA()
    {
        OnLinux();

        PlainFailure.IsOneSentence(gpu.Run([Own], Program, "reproduce", "--device", "cuda"), "is for the CPU alone");
    }

    [SkippableFact]
    public void Both_a_package_and_a_folder_are_one_too_many()
    {
        OnLinux();

        // The checkout's own build has a package.
        PlainFailure.IsOneSentence(ExactGnProgram.Run(("EXACTGN_LIBTORCH", gpu.LibTorch), "reproduce"),
            "brings a libtorch of its own", "TorchBackend=external");
    }

    [SkippableFact]
    public void Another_version_is_refused_unless_allowed_and_then_tried_in_a_process_of_its_own()
    {
        OnLinux();
        var older = gpu.Beside("older");
        GpuFolder.Fill(older, "libtorch_cpu.so");
        var library = File.ReadAllBytes(Path.Combine(gpu.LibTorch, "libtorch_cpu.so"));

        // 2.9.0 in the one function that tells.
        var code = library.AsSpan().IndexOf(Convert.FromHexString("48b80000000000000a02c3"));
        library[code + 8] = 9;
        void Write() => File.WriteAllBytes(Path.Combine(older, "libtorch_cpu.so"), library);
        void Rename(string symbol) =>
            library[library.AsSpan()
                .LastIndexOf(System.Text.Encoding.ASCII.GetBytes($"\0{symbol}\0")) + symbol.Length] ^= 1;
        string[] named = [$"EXACTGN_LIBTORCH={older}"], allowed = [.. named, "EXACTGN_LIBTORCH_VERSION=any"];

        Write();
        PlainFailure.IsOneSentence(gpu.Run(named, Program, "reproduce"), "libtorch 2.9.0", "built for 2.10",
            "EXACTGN_LIBTORCH_VERSION=any");
        Assert.Equal("Ready.", gpu.Run(allowed, Program, "doctor").Lines[^1]);

        // Nothing here draws from a multinomial distribution.
        const string Unused = "_ZN2at4_ops11multinomial4callERKNS_6TensorEN3c106SymIntEbSt8optionalINS_9GeneratorEE";
        Rename(Unused);
        Write();
        Assert.Contains(gpu.Run(allowed, Program, "doctor").Lines, line => line == Unused);
        var place = gpu.Beside("older trained");
        Assert.Equal(0,
            gpu.Run(allowed, Program, "reproduce", "EXP-1", "--sweep", "off", "--seeds", "42", "--out", place)
                .ExitCode);
        Assert.Says(Unused, File.ReadAllText(Path.Combine(place, "manifest.json")));

        // The trial does solve a system.
        Rename("_ZN2at4_ops12linalg_solve4callERKNS_6TensorES4_b");
        Write();
        PlainFailure.IsOneSentence(gpu.Run(allowed, Program, "reproduce"), "a trial of it", "ended its process");

        Rename("_ZTIN5torch8autograd4NodeE");
        Write();
        PlainFailure.IsOneSentence(gpu.Run(allowed, Program, "reproduce"),
            "lacks what TorchSharp needs from the start: _ZTIN5torch8autograd4NodeE");
    }

    [SkippableFact]
    public void The_suites_fast_part_passes_with_it_and_without_an_SDK()
    {
        OnLinux();

        var suite = gpu.Run([Own, "EXACTGN_CASES=3", "OMP_NUM_THREADS=1", "DOTNET_GCgen0size=0x10000000",
            $"EXACTGN_EVIDENCE={gpu.Beside("evidence")}"], "bin/ExactGN.TestRunner", "--not", "Category=Full", "--not",
            "Needs=Sources");

        Assert.True(suite.ExitCode == 0, suite.ToString());
        Assert.Matches(@"^\d{4,} passed, 0 failed, ", suite.Lines[^1]);
    }

    [SkippableFact]
    public void The_script_runs_all_parts_on_the_processor_and_ends_with_a_short_summary()
    {
        OnLinux();
        var results = gpu.Beside("results");

        var run = gpu.Run([Own, "DEVICE=cpu", "LIMITS=120 240 240 10 240", "CASES=3", "SCALE=smoke", "DATA=digits",
            "SEEDS=1"], "run.sh", results);

        var summary = File.ReadAllLines(Path.Combine(results, "summary.txt"));
        Assert.InRange(summary.Length, 4, 40);
        Assert.Ends(string.Join('\n', summary), run.Output.TrimEnd());
        Assert.All(
            [
                "== doctor: done", "== laws: done", "== suite: done", "== ratios: ",
                "== reproduce (smoke, digits, 1 seeds whole",
            ],
            part => Assert.Contains(summary, line => line.StartsWith(part, StringComparison.Ordinal)));
        Assert.Contains(summary, line => line.Contains(" passed, 0 failed, 0 skipped", StringComparison.Ordinal));
        Assert.Contains(summary, line => line.Contains(" laws: ", StringComparison.Ordinal));
        Assert.All(["1-doctor.txt", "2-laws.txt", "3-suite.txt", "4-ratios.txt", "5-reproduce.txt",
            "reproduce/report.html"], file =>
            Assert.True(File.Exists(Path.Combine(results, file)), file));
    }

    [SkippableFact]
    public void Without_any_libtorch_or_with_a_setting_that_is_none_the_script_says_so()
    {
        OnLinux();
        var results = gpu.Beside("nothing");

        Assert.Says("DEVICE must be cpu or cuda, got 'tpu'", gpu.Run([Own, "DEVICE=tpu"], "run.sh", results).Output);
        Assert.Says("must be positive whole numbers, got 'ten'",
            gpu.Run([Own, "LIMITS=1 2 3 4 ten"], "run.sh", results).Output);
        var nowhere = gpu.Run(["EXACTGN_LIBTORCH=/absent", "DEVICE=cpu", "LIMITS=20 20 20 20 20"], "run.sh", results);
        Assert.Equal(1, nowhere.ExitCode);
        Assert.Equal(5,
            File.ReadAllLines(Path.Combine(results, "summary.txt"))
                .Count(line => line.Contains(": FAILED, ", StringComparison.Ordinal)));
    }

    [SkippableFact]
    public void The_scripts_are_sound_to_shellcheck()
    {
        Skip.IfNot(Shell.Succeeds("command -v shellcheck"), "shellcheck is not here.");

        DotnetCommand.Succeed("shellcheck", ExactGnProgram.Root, "tests/gpu/pack.sh", "tests/gpu/run.sh");
    }

    private static void OnLinux() => Skip.IfNot(GpuFolder.IsSupported, "A libtorch of one's own is for Linux on x64.");
}
